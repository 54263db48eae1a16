package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/** Small random inputs for the denoiser of a tiny model, and their gradients. */
public final class TinyBatch {
  private static final int ROWS = 4;
  private static final int COLUMNS = 6;

  private TinyBatch() {}

  /** Samples 0 to B - 1 of an endless stream, each with a given number of kept tokens. */
  public static DenoiserInput of(NDManager scope, Backbone backbone, int... kept) {
    return from(scope, backbone, 0, kept);
  }

  /** Samples from {@code first} on. */
  public static DenoiserInput from(NDManager scope, Backbone backbone, int first, int... kept) {
    int batch = kept.length;
    int channels = backbone.spec().latents().channels();
    int tokens = backbone.denoiser().referenceTokens(ROWS, COLUMNS);
    float[] timesteps = new float[batch];
    byte[] mask = new byte[batch * tokens];
    List<String> prompts = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      timesteps[i] = 100 * (first + i) + 50;
      prompts.add("a <cls> fox number " + (first + i));
      for (int token = 0; token < kept[i]; token++) {
        mask[i * tokens + token * tokens / kept[i]] = 1;
      }
    }
    TextBundle text = backbone.textEncoder().encode(scope, prompts);
    NDArray keep = scope.create(ByteBuffer.wrap(mask), new Shape(batch, tokens), DataType.UINT8);
    NDArray picture = random(scope, "picture", first, batch, channels, 1);
    return new DenoiserInput(
        random(scope, "latents", first, batch, channels, 2),
        scope.create(timesteps),
        text,
        List.of(new Reference(picture, keep, Optional.empty())),
        OptionalDouble.empty());
  }

  private static NDArray random(
      NDManager scope, String purpose, int first, int batch, int channels, int frames) {
    int each = channels * frames * ROWS * COLUMNS;
    FloatBuffer values = FloatBuffer.allocate(batch * each);
    for (int i = 0; i < batch; i++) {
      values.put(Draws.seeded().normals(new DrawKey(0, 0, first + i, purpose), each));
    }
    return scope.create(values.flip(), new Shape(batch, channels, frames, ROWS, COLUMNS));
  }

  /**
   * Gradients of half the squared prediction.
   *
   * @param scope owns intermediate arrays
   * @param backbone the model
   * @param weights its trained weights
   * @param input its input
   * @return gradients by parameter
   */
  public static Map<String, float[]> gradients(
      NDManager scope, Backbone backbone, TrainableWeights weights, DenoiserInput input) {
    try (GradientBuffer buffer = new GradientBuffer(scope, weights.parameters());
        Trace trace = backbone.denoiser(Tuning.of(weights)).trace(input, 5)) {
      trace.backward(trace.prediction(), buffer);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      buffer.all().forEach((name, sum) -> gradients.put(name, sum.toFloatArray()));
      return gradients;
    }
  }

  /** Cosine of two sets of gradients, over all parameters. */
  public static double cosine(Map<String, float[]> a, Map<String, float[]> b) {
    double dot = 0;
    double squaredA = 0;
    double squaredB = 0;
    for (Map.Entry<String, float[]> entry : a.entrySet()) {
      float[] other = Objects.requireNonNull(b.get(entry.getKey()));
      for (int i = 0; i < other.length; i++) {
        dot += (double) entry.getValue()[i] * other[i];
        squaredA += (double) entry.getValue()[i] * entry.getValue()[i];
        squaredB += (double) other[i] * other[i];
      }
    }
    return dot / Math.sqrt(squaredA * squaredB);
  }
}
