package org.sdvgen.api.error;

/**
 * Wrong input or configuration: a file, a key or a value that the user can correct.
 *
 * <p>The message is shown alone, without a stack trace, and ends the command with exit code 2. It
 * names the file or key, says what was expected and what was found, and what to do. Everything else
 * that is thrown counts as a defect of the program (exit code 1).
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with a message for the user.
   *
   * @param message the fault, its place, and a remedy
   */
  public InputException(String message) {
    super(message);
  }

  /**
   * An error with a message for the user and the cause that {@code --stacktrace} shows.
   *
   * @param message the fault, its place, and a remedy
   * @param cause the underlying error
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
