package org.sdvgen.host.plugin;

import java.io.Serial;

/**
 * Thrown in a plugin's code where it would end the program: its calls of {@link System#exit},
 * {@link Runtime#exit} and {@link Runtime#halt} are calls of this class.
 */
@SuppressWarnings("DoNotCallSuggester") // plugins' code calls them, rewritten
public final class ExitRefused extends Error {
  @Serial private static final long serialVersionUID = 1L;

  private ExitRefused(String call, int status) {
    super(call + "(" + status + ") is called, which would end the program");
  }

  /**
   * Takes the place of {@link System#exit}.
   *
   * @param status the exit code
   */
  public static void exit(int status) {
    throw new ExitRefused("System.exit", status);
  }

  /**
   * Takes the place of {@link Runtime#exit}.
   *
   * @param runtime the receiver
   * @param status the exit code
   */
  public static void exit(Runtime runtime, int status) {
    throw new ExitRefused("Runtime.exit", status);
  }

  /**
   * Takes the place of {@link Runtime#halt}.
   *
   * @param runtime the receiver
   * @param status the exit code
   */
  public static void halt(Runtime runtime, int status) {
    throw new ExitRefused("Runtime.halt", status);
  }
}
