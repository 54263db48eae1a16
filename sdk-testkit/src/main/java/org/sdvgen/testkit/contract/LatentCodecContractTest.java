package org.sdvgen.testkit.contract;

import ai.djl.ndarray.NDManager;
import java.util.function.BiConsumer;
import org.sdvgen.api.backbone.LatentCodec;

/** Extend this to test a codec that a plugin brings by itself. */
public abstract class LatentCodecContractTest implements CodecContract {
  /** For subclasses. */
  protected LatentCodecContractTest() {}

  /**
   * Makes a codec.
   *
   * @return the codec; the test closes it
   */
  protected abstract LatentCodec newCodec();

  /**
   * A manager on the codec's device.
   *
   * @return the manager; the test closes it
   */
  protected abstract NDManager newScope();

  @Override
  public final void withCodec(BiConsumer<LatentCodec, NDManager> test) {
    try (LatentCodec codec = newCodec();
        NDManager scope = newScope()) {
      test.accept(codec, scope);
    }
  }
}
