package org.sdvgen.testkit.asserting;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Trace;

/**
 * Asserts that backward() is called at most once, while the trace is open, with the right shape.
 */
final class AssertingTrace implements Trace {
  private final Trace trace;
  private final Runnable onClose;
  private final Shape shape;
  private boolean used;
  private boolean closed;

  AssertingTrace(Trace trace, Runnable onClose) {
    this.trace = trace;
    this.onClose = onClose;
    shape = trace.prediction().getShape();
  }

  @Override
  public NDArray prediction() {
    requireOpen();
    return trace.prediction();
  }

  @Override
  public void backward(NDArray upstream, GradientBuffer gradients) {
    requireOpen();
    Checks.require(!used, () -> "backward() may be called only once");
    used = true;
    Checks.fp32(upstream, "the upstream gradient");
    Checks.shape(upstream, shape, "the upstream gradient");
    NDManager owner = upstream.getManager();
    Checks.leaving(
        owner,
        0,
        "backward",
        () -> {
          trace.backward(upstream, gradients);
          return gradients;
        });
  }

  private void requireOpen() {
    Checks.require(!closed, () -> "a trace is used after it was closed");
  }

  @Override
  public void close() {
    trace.close();
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
