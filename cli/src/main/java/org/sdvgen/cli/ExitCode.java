package org.sdvgen.cli;

/** Exit codes of the process. */
final class ExitCode {
  /** Everything was done. */
  static final int GOOD = 0;

  /** A defect of the program. */
  static final int DEFECT = 1;

  /** Wrong input or configuration, which the user can mend. */
  static final int WRONG_INPUT = 2;

  /** Stopped from the keyboard before the end, as shells count it: 128 + SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
