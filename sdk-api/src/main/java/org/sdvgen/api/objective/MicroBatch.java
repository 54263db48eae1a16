package org.sdvgen.api.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import org.sdvgen.api.random.SampleDraws;
import org.sdvgen.api.random.StepDraws;

/**
 * A part of a track's batch that goes through the model at once. Its random numbers come from each
 * sample's own key, so that how samples are batched changes none of them.
 *
 * @param examples loaded samples
 * @param shape size, length and rate that the samples were loaded at
 * @param share this part's share of the optimizer step's gradient: its size over the batch's, times
 *     the track's weight
 * @param index the micro-batch's number within the step, over all tracks
 * @param draws the step's draws
 */
public record MicroBatch(
    List<Example> examples, TrackShape shape, double share, int index, StepDraws draws) {
  /** Copies the list. */
  public MicroBatch {
    examples = List.copyOf(examples);
  }

  /**
   * The prompts of the samples.
   *
   * @return one per sample, in order
   */
  public List<String> prompts() {
    return examples.stream().map(Example::prompt).toList();
  }

  /**
   * The draws of the samples.
   *
   * @return one per sample, in order
   */
  public List<SampleDraws> sampleDraws() {
    return examples.stream().map(example -> draws.sample(example.position())).toList();
  }

  /**
   * A uniform number per sample.
   *
   * @param purpose purpose of the numbers
   * @return B numbers in [0, 1)
   */
  public double[] uniforms(String purpose) {
    return sampleDraws().stream().mapToDouble(sample -> sample.uniform(purpose)).toArray();
  }

  /**
   * Standard normal numbers.
   *
   * @param purpose purpose of the numbers
   * @param shape shape of the result, the first axis being the samples
   * @param manager owns the result
   * @return the numbers, fp32
   */
  public NDArray normals(String purpose, Shape shape, NDManager manager) {
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
    int each = values.capacity() / examples.size();
    for (SampleDraws sample : sampleDraws()) {
      values.put(sample.normals(purpose, each));
    }
    return manager.create(values.rewind(), shape);
  }
}
