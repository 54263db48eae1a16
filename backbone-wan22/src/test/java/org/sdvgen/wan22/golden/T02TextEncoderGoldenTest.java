package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.text.PromptReader;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.text.PromptCleaner;

/** Case 2: the umT5 encoder, layer by layer, and the embeddings that the transformer gets. */
class T02TextEncoderGoldenTest {
  private static final double TOLERANCE = 1e-5;
  private static final String CASE = "text_encoder.safetensors";

  private final GoldenFolder golden = WanGolden.open();
  private final Wan22Checkpoint checkpoint = Wan22Checkpoint.open(golden.model());

  @Test
  void everyLayerAgrees() {
    try (GoldenTensors expected = new GoldenTensors(golden.tensors(CASE));
        T5Encoder encoder = load(expected.manager())) {
      NDManager manager = expected.manager();
      TokenRows rows = GoldenRows.read(expected);
      int blocks = checkpoint.textEncoderConfig().numLayers();
      NDArray x = encoder.embed(manager, rows.ids());
      for (int i = 0; i < blocks; i++) {
        check("hidden" + i, expected, x);
        x = encoder.block(manager, i, x, encoder.attentionBias(manager, i, rows));
      }
      NDArray end = encoder.end(manager, x);
      check("hidden" + blocks, expected, end);
      check("last_hidden_state", expected, end);
    }
  }

  @Test
  void relativePositionsChooseTheirBias() {
    try (GoldenTensors expected = new GoldenTensors(golden.tensors(CASE));
        WeightSource weights = WeightFiles.open(checkpoint.folder().textEncoder());
        T5Encoder encoder = load(expected.manager())) {
      NDArray bucket = expected.get("relative_bucket");
      int length = Math.toIntExact(bucket.getShape().get(0));
      NDArray bias = encoder.positionBias(expected.manager(), 0, length);
      check("layer0_position_bias", expected, bias);
      NDArray table =
          weights.read(
              expected.manager(),
              "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight",
              Precision.FP32);
      float[] found = bias.toFloatArray();
      long[] buckets = bucket.toLongArray();
      int heads = Math.toIntExact(table.getShape().get(1));
      for (int i = 0; i < found.length; i++) {
        int row = Math.toIntExact(buckets[i % buckets.length]);
        assertEquals(table.getFloat(row, i / buckets.length % heads), found[i]);
      }
    }
    Parity.exact("02", "relative_bucket");
  }

  @Test
  void embeddingsEndWithTheirPrompts() {
    try (GoldenTensors expected = new GoldenTensors(golden.tensors(CASE));
        T5TextEncoder encoder = textEncoder(expected)) {
      TokenRows rows = GoldenRows.read(expected);
      check("prompt_embeds", expected, encoder.embeddings(expected.manager(), rows));
    }
  }

  private T5TextEncoder textEncoder(GoldenTensors expected) {
    int length = Math.toIntExact(expected.get("ids").getShape().get(1));
    PromptReader prompts =
        new PromptReader(
            FastTokenizer.open(checkpoint.folder().tokenizer(), Optional.empty()),
            PromptCleaner::clean,
            new TextLimit(length, LongPrompts.TRUNCATE));
    return new T5TextEncoder(prompts, load(expected.manager()), Padding.MASKED);
  }

  private T5Encoder load(NDManager manager) {
    return T5Encoder.load(
        manager, checkpoint.folder().textEncoder(), checkpoint.textEncoderConfig(), Precision.FP32);
  }

  private static void check(String name, GoldenTensors expected, NDArray actual) {
    Parity.relative("02", name, expected.get(name), actual, TOLERANCE);
  }
}
