package org.sdvgen.runtime.denoiser;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.runtime.torch.BlockTrace;
import org.sdvgen.runtime.torch.GradientCheckpointing;

/** How much of its forward pass a network computes again for its gradients. */
public final class Recomputation {
  private final GradientCheckpointing wanted;
  private final Notices notices;
  private final AtomicBoolean said = new AtomicBoolean();

  /**
   * A way of tracing.
   *
   * @param wanted what is to be kept
   * @param notices is told once if attention cannot be kept
   */
  public Recomputation(GradientCheckpointing wanted, Notices notices) {
    this.wanted = wanted;
    this.notices = notices;
  }

  /** What is to be kept. */
  GradientCheckpointing wanted() {
    return wanted;
  }

  /** Says so if a trace keeps none of the attention that it should keep. */
  void check(BlockTrace trace) {
    if (trace.keepsNoAttention() && !said.getAndSet(true)) {
      notices.say(
          "gradient_checkpointing: selective keeps no attention here and recomputes everything, as"
              + " full does: the network does not let its attention be kept, or this device's"
              + " attention gives no log-sum-exp that its backward could start from");
    }
  }
}
