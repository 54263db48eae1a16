package org.sdvgen.runtime.denoiser;

import java.util.Map;
import java.util.Set;
import org.sdvgen.runtime.torch.Precision;

/**
 * Sizes of the block that a network repeats, by which memory and work are planned. Activations were
 * counted allocation by allocation with PyTorch's profiler.
 *
 * @param method the script's method of the block
 * @param width width D of its tokens
 * @param heads heads of its attention to the sequence
 * @param inner inner width of its feed-forward layers
 * @param textInSequence whether text tokens are part of the sequence that attends to itself; if
 *     not, the sequence attends to them
 * @param textLayers ends of the paths of layers that act on text tokens only
 * @param activations activations by the precision that they are computed in
 */
public record BlockCosts(
    String method,
    long width,
    int heads,
    long inner,
    boolean textInSequence,
    Set<String> textLayers,
    Map<Precision, Activations> activations) {
  /** Copies the collections. */
  public BlockCosts {
    textLayers = Set.copyOf(textLayers);
    activations = Map.copyOf(activations);
  }

  /**
   * Activations of one token, of the sequence that the block goes over.
   *
   * @param saved those that a recorded block keeps for its gradients, where the modulation is
   *     adapted too, without the inputs of adapters
   * @param inputs different inputs of its linear layers, which are kept where they are trained or
   *     where adapters drop none of them
   * @param recording most that recording the block takes beside what it keeps
   * @param gradients most that its gradients take beside it
   * @param inference most that the block takes without a recording, its result included
   */
  public record Activations(
      Widths saved, Widths inputs, Widths recording, Widths gradients, Widths inference) {}

  /**
   * A number of elements.
   *
   * @param width multiples of the tokens' width
   * @param inner multiples of the inner width
   */
  public record Widths(double width, double inner) {}

  /** The bytes of a number of tokens. */
  long bytes(Widths widths, long tokens, Precision precision) {
    double elements = widths.width() * width + widths.inner() * inner;
    return Math.round(elements * tokens * precision.bytes());
  }
}
