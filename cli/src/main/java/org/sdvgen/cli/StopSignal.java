package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ctrl-C in two stages: the first asks for an orderly end, the second leaves at once. A request to
 * terminate the process counts as a Ctrl-C.
 */
final class StopSignal implements AutoCloseable {
  private static final String[] NAMES = {"INT", "TERM"};

  private final Object[] previous = new Object[NAMES.length];
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Runnable request;
  private final String answer;
  private final PrintWriter err;

  /**
   * Takes over the signals until closed.
   *
   * @param request asks the work to end; runs on the signal's thread
   * @param answer tells what happens then
   * @param err takes the answer
   */
  StopSignal(Runnable request, String answer, PrintWriter err) {
    this.request = request;
    this.answer = answer;
    this.err = err;
    for (int i = 0; i < NAMES.length; i++) {
      previous[i] = Signals.register(NAMES[i], this::received);
    }
  }

  private void received() {
    if (asked.getAndSet(true)) {
      // Hooks and native threads could hold up an ordinary exit, and nothing is left to be saved:
      // files are replaced only when they are whole.
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    err.println();
    err.println(answer);
    request.run();
  }

  @Override
  public void close() {
    for (int i = 0; i < NAMES.length; i++) {
      Signals.unregister(NAMES[i], previous[i]);
    }
  }
}
