package org.sdvgen.runtime.backbone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.Fingerprint;

/**
 * A SHA-256 digest of a whole checkpoint: the weights of transformer, autoencoder and text encoder,
 * whatever their split into files, and the bytes of all configurations and of the tokenizer. Where
 * the folder lies does not count, nor do other files in it.
 */
final class CheckpointFingerprint {
  /** Indexes tell how weights are split into files. */
  private static final String INDEX = ".index.json";

  private static final List<String> ENDINGS = List.of(".json", ".model", ".txt");

  private CheckpointFingerprint() {}

  /**
   * Computes the digest.
   *
   * @param checkpoint the folder
   * @param transformer the digest of the transformer's weights
   * @return 64 hexadecimal digits
   * @throws InputException if a file cannot be read
   */
  static String of(CheckpointFolder checkpoint, String transformer) {
    MessageDigest digest = sha256();
    update(digest, transformer);
    for (Path weights : List.of(checkpoint.vae(), checkpoint.textEncoder())) {
      update(digest, new Fingerprint(weights).value());
    }
    for (String component : CheckpointFolder.COMPONENTS) {
      for (Path file : texts(checkpoint.folder(component))) {
        update(digest, component + "/" + file.getFileName());
        update(digest, bytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The small files of a component, in the order of their names. */
  private static List<Path> texts(Path component) {
    try (Stream<Path> files = Files.list(component)) {
      return files
          .filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !file.toString().endsWith(INDEX) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(component + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The length stands before the text, so that no other texts are the same bytes. */
  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static void update(MessageDigest digest, String text) {
    update(digest, text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
