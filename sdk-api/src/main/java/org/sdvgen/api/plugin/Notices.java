package org.sdvgen.api.plugin;

/**
 * Takes sentences that the user should read: what was resized, assumed, left out, and why. Not a
 * place for problems that make the result wrong: those are {@link
 * org.sdvgen.api.error.InputException}s.
 */
@FunctionalInterface
public interface Notices {
  /**
   * Passes one sentence on. May be called from any thread.
   *
   * @param message a whole sentence that names the file or setting it is about
   */
  void say(String message);
}
