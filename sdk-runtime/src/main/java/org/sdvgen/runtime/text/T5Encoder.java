package org.sdvgen.runtime.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sdvgen.runtime.checkpoint.WeightPart;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/** Token ids to embeddings (transformers {@code T5EncoderModel} and {@code UMT5EncoderModel}). */
public final class T5Encoder implements AutoCloseable {
  private static final String EPSILON = "layer_norm_epsilon";
  private static final String DISTANCE = "relative_attention_max_distance";

  private final NDManager manager;
  private final TorchProgram program;
  private final Map<String, NDArray> embedding;
  private final List<Map<String, NDArray>> positionBiases;
  private final List<Map<String, NDArray>> blocks;
  private final Map<String, NDArray> end;

  private T5Encoder(NDManager manager, Map<String, NDArray> weights, T5Config config) {
    this.manager = manager;
    program = TorchProgram.compile(Script.resource(T5Encoder.class, "t5_encoder"));
    embedding = Map.of("shared.weight", weights.get("shared.weight"));
    positionBiases =
        IntStream.range(0, config.numLayers())
            .filter(config.family()::hasBias)
            .mapToObj(i -> positionBias(weights, i, config))
            .toList();
    blocks =
        IntStream.range(0, config.numLayers())
            .mapToObj(i -> part(weights, "encoder.block." + i, config))
            .toList();
    end = part(weights, "encoder", config);
  }

  private Map<String, NDArray> positionBias(
      Map<String, NDArray> weights, int block, T5Config config) {
    return WeightPart.below(weights, "encoder.block." + block + ".layer.0.SelfAttention")
        .number(manager, DISTANCE, config.relativeAttentionMaxDistance())
        .entries();
  }

  private Map<String, NDArray> part(Map<String, NDArray> weights, String path, T5Config config) {
    return WeightPart.below(weights, path)
        .number(manager, EPSILON, config.layerNormEpsilon())
        .entries();
  }

  /**
   * Loads the encoder.
   *
   * @param manager parent of the manager that owns the weights; its device computes
   * @param folder {@code text_encoder/} of a checkpoint
   * @param config its configuration
   * @param precision precision of weights and activations
   * @return the encoder; the caller closes it
   */
  public static T5Encoder load(
      NDManager manager, Path folder, T5Config config, Precision precision) {
    try (WeightSource source = WeightFiles.open(folder)) {
      return load(manager, source, config, precision);
    }
  }

  /**
   * Loads the encoder from an open source.
   *
   * @param manager parent of the manager that owns the weights; its device computes
   * @param source its weights; stays the caller's
   * @param config its configuration
   * @param precision precision of weights and activations
   * @return the encoder; the caller closes it
   */
  public static T5Encoder load(
      NDManager manager, WeightSource source, T5Config config, Precision precision) {
    NDManager owner = manager.newSubManager();
    try {
      Map<String, NDArray> weights = Weights.load(owner, source, T5Tensors.of(config), precision);
      return new T5Encoder(owner, weights, config);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * Encodes tokens, of which each attends to those that are not padding.
   *
   * @param results owns the result
   * @param rows B rows of L token ids
   * @return embeddings (B, L, D), fp32; those of padding are undefined
   */
  public NDArray encode(NDManager results, TokenRows rows) {
    try (NDManager scratch = results.newSubManager(manager.getDevice())) {
      NDArray x = embed(scratch, rows.ids());
      NDArray bias = attentionBias(scratch, 0, rows);
      for (int i = 0; i < blocks.size(); i++) {
        if (0 < i && i < positionBiases.size()) {
          bias.close();
          bias = attentionBias(scratch, i, rows);
        }
        NDArray y = block(scratch, i, x, bias);
        x.close();
        x = y;
      }
      return Tensors.cast(results, end(scratch, x), Precision.FP32);
    }
  }

  /**
   * Returns the bias that is added to a block's attention scores, (B or 1, heads, L, L): the bias
   * of relative positions, and minus infinity for padding.
   */
  public NDArray attentionBias(NDManager results, int index, TokenRows rows) {
    if (!rows.isPadded()) {
      return positionBias(results, index, rows.width());
    }
    try (NDArray bias = positionBias(results, index, rows.width());
        NDArray lengths = results.create(widened(rows.lengths()))) {
      return program.callOne(results, "mask", Arguments.of(bias).tensor(lengths));
    }
  }

  /** Returns the rows of the embedding table for ids, (B, L, D). */
  public NDArray embed(NDManager results, int[][] ids) {
    long[] flat =
        IntStream.range(0, ids.length)
            .boxed()
            .flatMapToLong(row -> LongStream.of(widened(ids[row])))
            .toArray();
    try (NDArray array = results.create(flat, new Shape(ids.length, ids[0].length))) {
      return program.callOne(results, "embed", Arguments.of(array).dict(embedding));
    }
  }

  private static long[] widened(int[] values) {
    return IntStream.of(values).asLongStream().toArray();
  }

  /** Returns the bias of a block's attention for L tokens, (1, heads, L, L). */
  public NDArray positionBias(NDManager results, int index, int length) {
    // Blocks without a table of their own use the first one's.
    Map<String, NDArray> table = positionBiases.get(Math.min(index, positionBiases.size() - 1));
    return program.callOne(results, "position_bias", Arguments.none().scalar(length).dict(table));
  }

  /** Runs a block with its attention bias: x (B, L, D) to (B, L, D). */
  public NDArray block(NDManager results, int index, NDArray x, NDArray bias) {
    return program.callOne(results, "block", Arguments.of(x).tensor(bias).dict(blocks.get(index)));
  }

  /** Runs the final norm: x (B, L, D) to (B, L, D). */
  public NDArray end(NDManager results, NDArray x) {
    return program.callOne(results, "final", Arguments.of(x).dict(end));
  }

  @Override
  public void close() {
    program.close();
    manager.close();
  }
}
