package org.sdvgen.cli;

/** Whether somebody watches. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether progress goes to a terminal, where a line may be drawn again and again. Java itself
   * cannot tell for standard error, so the launcher does; without its word, plain lines are safe.
   */
  static boolean isWatched() {
    return Boolean.getBoolean("sdvgen.terminal");
  }
}
