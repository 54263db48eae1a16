package org.sdvgen.cogvideox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.TinyModel;
import org.sdvgen.cogvideox.transformer.NormLora;

/** What a damaged or foreign checkpoint gets: an error that names the file and what is wrong. */
class DamagedCheckpointTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path parent;
  private Path model = Path.of("");

  @BeforeEach
  void copy() {
    model = TinyModel.copyTo(parent.resolve("model"));
  }

  private void assertRefused(String... parts) {
    InputException error =
        assertThrows(
            InputException.class,
            () ->
                TinyModel.open(TinyModel.config(model, "fp32", true, NormLora.REFERENCE)).close());
    for (String part : parts) {
      assertTrue(
          String.valueOf(error.getMessage()).contains(part),
          () -> "no \"" + part + "\" in: " + error.getMessage());
    }
  }

  private void edit(String file, Consumer<ObjectNode> change) throws IOException {
    Path path = model.resolve(file);
    ObjectNode root = (ObjectNode) JSON.readTree(Files.readAllBytes(path));
    change.accept(root);
    Files.write(path, JSON.writeValueAsBytes(root));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_index.json",
        "transformer/config.json",
        "vae/config.json",
        "text_encoder/config.json",
        "scheduler/scheduler_config.json",
        "tokenizer/spiece.model",
        "tokenizer/tokenizer_config.json",
        "transformer/diffusion_pytorch_model-00002-of-00002.safetensors",
        "text_encoder/model-00001-of-00002.safetensors"
      })
  void missingFilesAreNamed(String file) throws IOException {
    Files.delete(model.resolve(file));
    assertRefused(Path.of(file).getFileName().toString(), "missing");
  }

  @Test
  void aMissingFolderIsNamed() throws IOException {
    for (String file : new String[] {"config.json", "diffusion_pytorch_model.safetensors"}) {
      Files.delete(model.resolve("vae").resolve(file));
    }
    Files.delete(model.resolve("vae"));
    assertRefused("vae", "model_index.json");
  }

  @Test
  void aFolderThatIsNoCheckpointIsRefused() {
    model = parent.resolve("nothing");
    assertRefused("nothing", "does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "transformer, WanTransformer3DModel",
    "vae, AutoencoderKL",
    "text_encoder, CLIPTextModel",
    "tokenizer, CLIPTokenizer",
    "scheduler, EulerDiscreteScheduler"
  })
  void otherClassesAreNamed(String component, String className) throws IOException {
    edit("model_index.json", root -> root.putArray(component).add("diffusers").add(className));
    assertRefused(component, className, "model_index.json");
  }

  @ParameterizedTest
  @CsvSource({
    "transformer/config.json, patch_size_t, 2",
    "transformer/config.json, use_rotary_positional_embeddings, false",
    "transformer/config.json, attention_head_dim, 20",
    "vae/config.json, use_quant_conv, true",
    "vae/config.json, temporal_compression_ratio, 3",
    "text_encoder/config.json, feed_forward_proj, \"relu\"",
    "scheduler/scheduler_config.json, prediction_type, \"epsilon\"",
    "scheduler/scheduler_config.json, timestep_spacing, \"leading\""
  })
  void unsupportedValuesAreNamed(String file, String key, String value) throws IOException {
    var parsed = JSON.readTree(value);
    edit(file, root -> root.set(key, parsed));
    assertRefused(Path.of(file).getFileName().toString(), key);
  }

  @ParameterizedTest
  @CsvSource({
    "transformer/config.json, num_layers",
    "vae/config.json, block_out_channels",
    "text_encoder/config.json, d_model",
    "scheduler/scheduler_config.json, beta_end",
    "tokenizer/tokenizer_config.json, added_tokens_decoder"
  })
  void missingKeysAreNamed(String file, String key) throws IOException {
    edit(file, root -> root.remove(key));
    assertRefused(Path.of(file).getFileName().toString(), key, "nothing");
  }

  @Test
  void weightsOfAnotherSizeAreNamed() throws IOException {
    edit("transformer/config.json", root -> root.put("num_layers", 4));
    assertRefused("transformer_blocks.3.", "missing");
  }

  @Test
  void textThatIsNoJsonIsNamed() throws IOException {
    Files.writeString(model.resolve("vae/config.json"), "{\"in_channels\": ");
    assertRefused("vae", "config.json", "JSON");
  }

  @Test
  void aTokenizerThatIsNoneIsNamed() throws IOException {
    Files.writeString(model.resolve("tokenizer/spiece.model"), "not a model");
    assertRefused("spiece.model");
  }

  @Test
  void aTableTooSmallForTheSubjectTokenIsNamed() throws IOException {
    edit(
        "tokenizer/tokenizer_config.json",
        root ->
            ((ObjectNode) root.get("added_tokens_decoder"))
                .set("5000", root.get("added_tokens_decoder").get("0").deepCopy()));
    edit(
        "tokenizer/tokenizer_config.json",
        root ->
            ((ObjectNode) root.get("added_tokens_decoder").get("5000")).put("content", "<last>"));
    assertRefused("<cls>", "rows");
  }

  @Test
  void weightsThatAreNotFiniteAreNamed() throws IOException {
    Path file = model.resolve("vae/diffusion_pytorch_model.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // The last value of the file.
      ByteBuffer nan = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(Float.NaN);
      channel.write(nan.flip(), channel.size() - 4);
    }
    // Weights are read, and so looked through, when they are first used.
    try (Backbone backbone =
            TinyModel.open(TinyModel.config(model, "fp32", true, NormLora.REFERENCE));
        NDManager scope = NDManager.newBaseManager();
        NDArray pixels = scope.zeros(new Shape(1, 3, 1, 32, 32))) {
      InputException error =
          assertThrows(InputException.class, () -> backbone.latentCodec().encode(pixels));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains(model.resolve("vae").toString()), message);
      assertTrue(message.contains("NaN"), message);
    }
  }

  @Test
  void halfPrecisionIsRefused() {
    IllegalArgumentException half =
        assertThrows(
            IllegalArgumentException.class,
            () -> TinyModel.config(model, "fp16", true, NormLora.ALL));
    assertTrue(String.valueOf(half.getMessage()).contains("fp16"));
  }
}
