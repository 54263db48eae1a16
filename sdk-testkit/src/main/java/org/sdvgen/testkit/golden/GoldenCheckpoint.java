package org.sdvgen.testkit.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The tiny checkpoint among the test resources' golden values, whole or as a copy to damage. */
public final class GoldenCheckpoint {
  private GoldenCheckpoint() {}

  /**
   * Returns the checkpoint's folder.
   *
   * @param backbone the backbone, as the resource folder spells it
   */
  public static Path folder(String backbone) {
    return values(backbone).resolve("model");
  }

  /** The golden values among the test resources, a folder. */
  static Path values(String backbone) {
    String resource = "/golden/" + backbone;
    try {
      return Path.of(
          Objects.requireNonNull(GoldenCheckpoint.class.getResource(resource), resource).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Copies the checkpoint.
   *
   * @param backbone the backbone
   * @param target a folder that does not exist yet
   * @return the target
   */
  public static Path copyTo(String backbone, Path target) {
    Path folder = folder(backbone);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(folder.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
