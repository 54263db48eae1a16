package org.sdvgen.wan22;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.api.plugin.PublishedModel;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Tensors;
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.testkit.golden.RealSizeList;
import org.sdvgen.wan22.checkpoint.TransformerTensors;
import org.sdvgen.wan22.checkpoint.VaeTensors;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** Checkpoints with random weights: the published configurations, and files that load. */
class PublishedModelTest {
  @TempDir private Path folder;

  @Test
  void configurationsDescribeTheRealSize() {
    List<PublishedModel> models = Wan22Plugin.BACKBONE.publishedModels();
    assertEquals(List.of("wan2.2-ti2v-5b"), models.stream().map(PublishedModel::name).toList());
    models.get(0).copyTo(folder);
    Wan22Checkpoint checkpoint = Wan22Checkpoint.open(folder);
    check("transformer", TransformerTensors.of(checkpoint.transformerConfig()));
    check("vae", VaeTensors.of(checkpoint.vaeConfig()));
    check("text_encoder", T5Tensors.of(checkpoint.textEncoderConfig()));
  }

  private static void check(String part, TensorTable table) {
    RealSizeList.read("wan2.2-ti2v-5b." + part).check(table);
  }

  @Test
  void tokenizerFitsTheTextEncoder() {
    Wan22Plugin.BACKBONE.publishedModels().get(0).copyTo(folder);
    Wan22Model model = new Wan22Model(config(folder));
    T5Config encoder = model.textEncoder();
    try (PromptTokenizer tokenizer = model.openTokenizer()) {
      encoder.requireRows(tokenizer.length(), folder);
      assertTrue(
          IntStream.of(tokenizer.encode("a fox runs over snow"))
              .allMatch(id -> id < encoder.vocabSize()));
    }
  }

  @Test
  void weightsAreBf16AndLoad() throws IOException {
    TinyModel.copyTo(folder.resolve("model"));
    removeWeights(folder.resolve("model"));
    CheckpointTools tools =
        Wan22Plugin.BACKBONE.checkpointTools(config(folder.resolve("model"))).orElseThrow();
    tools.writeRandomWeights(3, (done, of) -> {});
    CheckpointFolder files = new CheckpointFolder(folder.resolve("model"));
    for (Path part : List.of(files.transformer(), files.vae(), files.textEncoder())) {
      try (WeightSource source = WeightFiles.open(part)) {
        source.entries().values().forEach(entry -> assertEquals(StoredType.BF16, entry.type()));
      }
    }
    try (Backbone loaded = TinyModel.open(config(folder.resolve("model")))) {
      assertEquals(64, loaded.fingerprint().length());
    }
  }

  private static void removeWeights(Path model) throws IOException {
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(file -> file.toString().contains(".safetensors")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Wan22Settings config(Path checkpoint) {
    return TinyModel.config(checkpoint, "fp32", true, ReferencePosition.CONTINUOUS);
  }
}
