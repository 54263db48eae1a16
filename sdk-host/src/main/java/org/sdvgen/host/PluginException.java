package org.sdvgen.host;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A plugin has failed, or does what the contract forbids: its author must mend it. */
public final class PluginException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient PluginProblem problem;

  /**
   * A failure.
   *
   * @param problem the plugin and its fault, whose message becomes this one's
   * @param cause what the plugin threw; null if it threw nothing
   */
  public PluginException(PluginProblem problem, @Nullable Throwable cause) {
    super(problem.message(), cause);
    this.problem = problem;
  }

  /**
   * The plugin and its fault.
   *
   * @return the parts of the message
   */
  public PluginProblem problem() {
    return problem;
  }
}
