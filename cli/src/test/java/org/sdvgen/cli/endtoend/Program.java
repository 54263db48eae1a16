package org.sdvgen.cli.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sdvgen.cli.Main;

/** The program in a process of its own, as the launcher starts it. */
final class Program {
  /** Far more than any test needs: a program that hangs fails its test, and not the whole build. */
  private static final int MINUTES = 10;

  private static final long INTERRUPT_BIT = 0b10;

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command.
   *
   * @param prefix what stands before {@code java}, such as a shell that sets limits
   * @param arguments the command and its options
   */
  static Program start(List<String> prefix, String... arguments) throws IOException {
    return start(prefix, List.of(), arguments);
  }

  /** Starts a command in a Java with further options. */
  static Program start(List<String> prefix, List<String> options, String... arguments)
      throws IOException {
    return start(prefix, options, System.getProperty("java.class.path"), arguments);
  }

  /** Starts a command with another class path than this Java has. */
  static Program start(
      List<String> prefix, List<String> options, String classPath, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Dai.djl.offline=true", "-cp", classPath));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("sdvgen", ".txt");
    output.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Program(process, output);
  }

  /** Waits until the program has printed a text. */
  void awaitOutput(String text) throws InterruptedException {
    while (!output().contains(text)) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("ended before it printed " + text + ": " + output());
      }
    }
  }

  /**
   * Asks the program to stop, as Ctrl-C does. A process that was started in the background ignores
   * Ctrl-C, and so do its children; there the request to terminate stands for it.
   */
  void interrupt() throws IOException, InterruptedException {
    String signal = ignoresInterrupts() ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
  }

  /** Ends the program at once, as SIGKILL does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) & INTERRUPT_BIT) != 0;
  }

  /** Waits for the end and returns the exit code. */
  int code() throws InterruptedException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("did not end within " + MINUTES + " minutes: " + output());
    }
    return process.exitValue();
  }

  /** Everything printed so far. */
  String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
