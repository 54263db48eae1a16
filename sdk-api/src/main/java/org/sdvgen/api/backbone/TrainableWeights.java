package org.sdvgen.api.backbone;

import java.util.List;

/**
 * Weights that can be trained: an adapter beside the pretrained weights, or fp32 copies of some of
 * them. They are values: any number of them may be open at once, and a denoiser uses those that its
 * {@link Tuning} names.
 */
public sealed interface TrainableWeights extends AutoCloseable permits Adapter, MasterWeights {
  /**
   * The parameters in a fixed order.
   *
   * @return live parameters: changes of their values act on the next prediction
   */
  List<Parameter> parameters();

  /**
   * Frees the arrays. Denoisers that use them can no longer be used. Closing twice does no harm;
   * the backbone frees what is still open.
   */
  @Override
  void close();
}
