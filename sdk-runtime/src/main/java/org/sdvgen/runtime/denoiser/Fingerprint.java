package org.sdvgen.runtime.denoiser;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdvgen.runtime.quantization.StoredQuantization;
import org.sdvgen.runtime.weights.TensorEntry;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;

/**
 * A SHA-256 digest of a checkpoint's tensors: names, types, shapes and stored bytes, whatever the
 * split into files; that of quantised weights is the digest of those that they were made of. Of
 * tensors above 1 MiB in a checkpoint above 1 GiB only 16 pieces of 64 KiB are read, spread evenly
 * from the first byte to the last, so that it takes seconds.
 */
public final class Fingerprint {
  private static final long WHOLE_CHECKPOINT = 1L << 30;
  private static final long WHOLE_TENSOR = 1L << 20;
  private static final int PIECES = 16;
  private static final int PIECE = 1 << 16;

  private final Path folder;
  private @Nullable String value;

  /**
   * The digest of a component's weights, computed when it is first asked for.
   *
   * @param folder the component's folder
   */
  public Fingerprint(Path folder) {
    this.folder = folder;
  }

  /** Returns the digest as 64 hexadecimal digits. */
  public synchronized String value() {
    if (value == null) {
      value = compute();
    }
    return value;
  }

  private String compute() {
    MessageDigest digest = sha256();
    try (WeightSource source = WeightFiles.open(folder)) {
      Optional<StoredQuantization> quantized = StoredQuantization.of(source);
      if (quantized.isPresent()) {
        return quantized.get().sourceFingerprint();
      }
      Map<String, TensorEntry> entries = new TreeMap<>(source.entries());
      long total = entries.values().stream().mapToLong(Fingerprint::size).sum();
      entries.forEach(
          (name, entry) -> {
            String heading = name + " " + entry.type() + " " + entry.shape() + "\n";
            digest.update(heading.getBytes(StandardCharsets.UTF_8));
            boolean whole = total <= WHOLE_CHECKPOINT || size(entry) <= WHOLE_TENSOR;
            update(digest, source, name, size(entry), whole);
          });
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static long size(TensorEntry entry) {
    return entry.end() - entry.begin();
  }

  private static void update(
      MessageDigest digest, WeightSource source, String name, long size, boolean whole) {
    if (whole) {
      for (long at = 0; at < size; at += PIECE) {
        digest.update(piece(source, name, at, size));
      }
    } else {
      for (int i = 0; i < PIECES; i++) {
        digest.update(piece(source, name, (size - PIECE) * i / (PIECES - 1), size));
      }
    }
  }

  private static ByteBuffer piece(WeightSource source, String name, long at, long size) {
    return source.storedBytes(name, at, (int) Math.min(PIECE, size - at));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
