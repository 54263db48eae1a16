package org.sdvgen.cli.demo;

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
import org.sdvgen.cli.resource.Folders;

/**
 * Tells whether a folder holds a run of the same recipe, model and settings, which may resume, or
 * of others, whose checkpoints would be mixed up with new ones.
 */
public final class EarlierRun {
  /** Settings of evaluation, on which no training depends. */
  private static final List<String> NOT_TRAINED_WITH = List.of("generate.", "evaluation.");

  private final String key;

  /**
   * A run as it is wanted now.
   *
   * @param files recipes and models
   * @param settings overrides of the recipe's settings
   */
  public EarlierRun(DemoFiles files, List<String> settings) {
    key = digest(files, settings);
  }

  private static String digest(DemoFiles files, List<String> settings) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Stream.concat(Stream.of(files.base()), settings.stream())
          .filter(setting -> NOT_TRAINED_WITH.stream().noneMatch(setting::startsWith))
          .forEach(setting -> digest.update((setting + "\n").getBytes(StandardCharsets.UTF_8)));
      for (Path file : files.inputs()) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new InputException(files.folder() + " cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java knows SHA-256", e);
    }
  }

  /**
   * Makes a folder ready for the run: removes the checkpoints that an earlier demo has left there
   * with other settings, and writes down what the run is of.
   *
   * @param run the run's output folder
   * @return whether checkpoints were of other settings and are gone
   * @throws InputException if a file cannot be read, removed or written
   */
  public boolean makeRoom(Path run) {
    Path file = run.resolve("demo.sha256");
    try {
      boolean other = Files.exists(file) && !Files.readString(file).strip().equals(key);
      if (other) {
        Folders.removeFrom(run, "checkpoint-");
      }
      Files.createDirectories(run);
      Files.writeString(file, key + "\n");
      return other;
    } catch (IOException e) {
      throw new InputException(run + " cannot be used: " + e.getMessage(), e);
    }
  }
}
