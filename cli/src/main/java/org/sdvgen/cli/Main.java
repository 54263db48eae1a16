package org.sdvgen.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program {@code sdvgen}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command's name and its options
   */
  public static void main(String[] arguments) {
    System.exit(run(writer(System.out), writer(System.err), Ansi.AUTO, arguments));
  }

  /**
   * Runs one command, whose help has no colours.
   *
   * @param out takes what was asked for
   * @param err takes progress, notices and errors
   * @param arguments the command's name and its options
   * @return 0 good, 2 wrong input or configuration, 1 defect, 130 stopped from the keyboard
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(out, err, Ansi.OFF, arguments);
  }

  static int run(PrintWriter out, PrintWriter err, Ansi ansi, String... arguments) {
    CommandLine line = new CommandLine(new SdvgenCommand());
    // Escape sequences are shown, not obeyed, whoever wrote them. Help alone, into which nothing
    // comes from outside, is written past that.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setExecutionStrategy(
        parsed -> {
          Optional<CommandLine> asked =
              parsed.asCommandLineList().stream()
                  .filter(CommandLine::isUsageHelpRequested)
                  .findFirst();
          if (asked.isPresent()) {
            asked.get().usage(out, CommandLine.Help.defaultColorScheme(ansi));
            out.flush();
            return ExitCode.GOOD;
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setOut(visible(out));
    line.setErr(visible(err));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(new PlainErrors());
    line.setParameterExceptionHandler(new PlainErrors());
    return line.execute(arguments);
  }

  private static PrintWriter visible(PrintWriter terminal) {
    return new PrintWriter(new VisibleWriter(terminal), true);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }
}
