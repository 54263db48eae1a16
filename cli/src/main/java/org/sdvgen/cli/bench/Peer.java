package org.sdvgen.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.error.InputException;

/** Another program that takes the same training step when it is told to (tools/bench). */
final class Peer implements AutoCloseable {
  private static final Pattern SECONDS = Pattern.compile("\"seconds\": *([0-9.eE+-]+)");

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;
  private final Equipment equipment;

  /**
   * Starts the program and waits until it is ready.
   *
   * @param command program and arguments
   * @throws InputException if it does not start, does not get ready, or does not report what it
   *     computes with
   */
  Peer(List<String> command) {
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new InputException("the peer does not start: " + e.getMessage(), e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
    try {
      equipment = Equipment.read(answer(command));
    } catch (InputException e) {
      close();
      throw e;
    }
  }

  /** The threads and versions that the program reports. */
  Equipment equipment() {
    return equipment;
  }

  /** Lets the program take one step and returns the seconds that it took. */
  double step() {
    try {
      orders.write("step\n");
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the peer has ended", e);
    }
    Matcher seconds = SECONDS.matcher(answer(List.of()));
    if (!seconds.find()) {
      throw new IllegalStateException("the peer's answer has no seconds");
    }
    return Double.parseDouble(seconds.group(1));
  }

  private String answer(List<String> command) {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new InputException(
            "the peer ended without an answer; run it by hand to see why: "
                + String.join(" ", command));
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
