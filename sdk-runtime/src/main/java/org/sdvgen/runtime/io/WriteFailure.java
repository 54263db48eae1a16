package org.sdvgen.runtime.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import org.sdvgen.api.error.InputException;

/** Errors of files that cannot be written. */
public final class WriteFailure {
  private WriteFailure() {}

  /**
   * Words an error.
   *
   * @param subject the failed action, such as {@code "/a/b cannot be written"}
   * @param error the system's error
   * @param rest further words for the user, begun with their own punctuation; may be empty
   * @return an {@link InputException}; a {@link CancellationException} if somebody interrupted the
   *     thread, whose flag stays set
   */
  public static RuntimeException of(String subject, IOException error, String rest) {
    if (error instanceof ClosedByInterruptException) {
      CancellationException cancelled =
          new CancellationException(subject + ", because the thread was interrupted" + rest);
      cancelled.initCause(error);
      return cancelled;
    }
    return new InputException(
        subject + " (" + error + "): check free space and permissions" + rest, error);
  }
}
