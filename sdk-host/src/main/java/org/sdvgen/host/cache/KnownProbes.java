package org.sdvgen.host.cache;

import ai.djl.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.sdvgen.host.model.Environment;
import org.sdvgen.runtime.io.AtomicFile;

/**
 * The digests of what a model makes of a probe, kept with the cache under the digest of everything
 * that decides them: the model's files, its settings, software and machine. Where nothing of this
 * has changed the model need not be loaded to be known.
 */
public final class KnownProbes {
  private static final Logger LOG = LogManager.getLogger(KnownProbes.class);
  private static final String DIGEST = "[0-9a-f]{64}";

  private final Path folder;
  private final Supplier<String> weights;
  private final boolean knowsCodec;

  /**
   * The probes of a cache.
   *
   * @param cache the cache's folder
   * @param weights the digest of the model's files
   * @param knowsCodec whether the codec is the model's own, which these files hold
   */
  public KnownProbes(Path cache, Supplier<String> weights, boolean knowsCodec) {
    folder = cache.resolve("probes");
    this.weights = weights;
    this.knowsCodec = knowsCodec;
  }

  String codec(ContentDigest settings, Device device, Supplier<String> probe) {
    return knowsCodec ? text(settings, device, probe) : probe.get();
  }

  String text(ContentDigest settings, Device device, Supplier<String> probe) {
    settings.add(weights.get());
    new TreeMap<>(Environment.describe(device))
        .forEach((name, value) -> settings.add(name).add(value));
    Path file = folder.resolve(settings.hex() + ".txt");
    String known = read(file);
    if (known.matches(DIGEST)) {
      return known;
    }
    String made = probe.get();
    ByteBuffer bytes = ByteBuffer.wrap(made.getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(file, channel -> channel.write(bytes));
    return made;
  }

  /** A file that cannot be read is as good as none. */
  private static String read(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: its digest is computed again", file, e);
      return "";
    }
  }
}
