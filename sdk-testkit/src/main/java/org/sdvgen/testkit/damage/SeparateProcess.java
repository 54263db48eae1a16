package org.sdvgen.testkit.damage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran in a Java machine of its own, with the class path of this one.
 *
 * @param exit its exit code
 * @param output its output
 */
public record SeparateProcess(int exit, String output) {
  /**
   * Runs a program to its end.
   *
   * @param main the class with the main method
   * @param memory its largest heap, such as {@code 512m}
   * @param limit after which it is ended, with exit code 137
   * @param folder an existing folder for its output
   * @param arguments its arguments
   * @return its exit code and output
   */
  public static SeparateProcess run(
      Class<?> main, String memory, Duration limit, Path folder, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + memory);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
    command.add("-Djava.awt.headless=true");
    command.add("-Drepository.root=" + System.getProperty("repository.root", ""));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path log = folder.resolve("output.log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      // DJL must stay off the network without the environment of this process.
      builder.environment().remove("OPT_OUT_TRACKING");
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      int exit = process.waitFor();
      return new SeparateProcess(exit, Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the relevant part of the output: faults, counts and its end. */
  public String summary() {
    List<String> lines = output.lines().toList();
    List<String> kept =
        new ArrayList<>(
            lines.stream()
                .filter(line -> line.startsWith("FAULT") || line.startsWith("tried"))
                .limit(100)
                .toList());
    kept.addAll(lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    return "exit code " + exit + "\n" + String.join("\n", kept);
  }
}
