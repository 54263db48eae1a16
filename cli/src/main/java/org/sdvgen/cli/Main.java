package org.sdvgen.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;

/** The program {@code sdvgen}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command's name and its options
   */
  public static void main(String[] arguments) {
    System.exit(run(writer(System.out), writer(System.err), arguments));
  }

  /**
   * Runs one command.
   *
   * @param out takes what was asked for
   * @param err takes progress, notices and errors
   * @param arguments the command's name and its options
   * @return 0 good, 2 wrong input or configuration, 1 defect, 130 stopped from the keyboard
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new SdvgenCommand());
    // Escape sequences are shown, not obeyed, whoever wrote them: so the help has no colours.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
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
