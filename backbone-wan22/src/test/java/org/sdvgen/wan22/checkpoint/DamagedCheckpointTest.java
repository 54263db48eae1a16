package org.sdvgen.wan22.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.wan22.TinyModel;
import org.sdvgen.wan22.Wan22Settings;
import org.sdvgen.wan22.transformer.ReferencePosition;

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
    String message = refusal("fp32");
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "no \"" + part + "\" in: " + message);
    }
  }

  private String refusal(String dtype) {
    Wan22Settings config = TinyModel.config(model, dtype, true, ReferencePosition.CONTINUOUS);
    InputException error = assertThrows(InputException.class, () -> TinyModel.open(config).close());
    return String.valueOf(error.getMessage());
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
        "tokenizer/tokenizer.json",
        "tokenizer/tokenizer_config.json",
        "transformer/diffusion_pytorch_model-00002-of-00002.safetensors"
      })
  void missingFilesAreNamed(String file) throws IOException {
    Files.delete(model.resolve(file));
    assertRefused(Path.of(file).getFileName().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "transformer, CogVideoXTransformer3DModel",
    "vae, AutoencoderKLCogVideoX",
    "text_encoder, T5EncoderModel",
    "tokenizer, CLIPTokenizer",
    "scheduler, CogVideoXDDIMScheduler"
  })
  void otherClassesAreNamed(String component, String className) throws IOException {
    edit("model_index.json", root -> root.putArray(component).add("diffusers").add(className));
    assertRefused(component, className, "model_index.json", "Wan 2.2 TI2V-5B");
  }

  @Test
  void modelsWithTwoTransformersAreRefused() throws IOException {
    edit(
        "model_index.json",
        root -> root.putArray("transformer_2").add("diffusers").add("WanTransformer3DModel"));
    assertRefused("model_index.json", "transformer_2", "Wan 2.2 with two transformers");
  }

  /** Its pipeline knows no timesteps by token. */
  @Test
  void wan21IsCalledAnotherWan() throws IOException {
    edit("model_index.json", root -> root.remove("expand_timesteps"));
    assertRefused("model_index.json", "Wan 2.1", "Wan-AI/Wan2.2-TI2V-5B-Diffusers");
  }

  @Test
  void theOriginalRepositoryIsCalledSoWithTheOneToDownload() throws IOException {
    Files.delete(model.resolve("model_index.json"));
    Files.writeString(model.resolve("Wan2.2_VAE.pth"), "");
    assertRefused("Wan2.2_VAE.pth", "the original repository", "Wan-AI/Wan2.2-TI2V-5B-Diffusers");
  }

  @Test
  void aPointerOfGitsLargeFileStorageIsNamed() throws IOException {
    Files.writeString(
        model.resolve("vae/config.json"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 700\n");
    assertRefused("config.json", "Git LFS pointer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_index.json | expand_timesteps | false",
        "model_index.json | boundary_ratio | 0.875",
        "transformer/config.json | image_dim | 1280",
        "transformer/config.json | qk_norm | \"rms_norm\"",
        "transformer/config.json | patch_size | [2, 2, 2]",
        "transformer/config.json | attention_head_dim | 15",
        "vae/config.json | is_residual | false",
        "vae/config.json | attn_scales | [0.5]",
        "vae/config.json | temperal_downsample | [true]",
        "vae/config.json | latents_std | [1, 1, 1, 1, 1, 0]",
        "vae/config.json | scale_factor_spatial | 8",
        "text_encoder/config.json | model_type | \"t5\"",
        "scheduler/scheduler_config.json | use_flow_sigmas | false",
        "scheduler/scheduler_config.json | solver_type | \"bh1\"",
        "scheduler/scheduler_config.json | flow_shift | 0",
        "scheduler/scheduler_config.json | use_karras_sigmas | true"
      })
  void unsupportedValuesAreNamed(String file, String key, String value) throws IOException {
    var parsed = JSON.readTree(value);
    edit(file, root -> root.set(key, parsed));
    assertRefused(Path.of(file).getFileName().toString(), key);
  }

  @ParameterizedTest
  @CsvSource({
    "transformer/config.json, num_layers",
    "vae/config.json, dim_mult",
    "text_encoder/config.json, d_model",
    "scheduler/scheduler_config.json, flow_shift"
  })
  void missingKeysAreNamed(String file, String key) throws IOException {
    edit(file, root -> root.remove(key));
    assertRefused(Path.of(file).getFileName().toString(), key, "nothing");
  }

  @Test
  void weightsOfAnotherSizeAreNamed() throws IOException {
    edit("transformer/config.json", root -> root.put("num_layers", 4));
    assertRefused("blocks.3.", "missing");
  }

  /** The weights are as the configuration says; the tokenizer is another checkpoint's. */
  @Test
  void aTableTooSmallForTheTokensIsNamed() throws IOException {
    edit(
        "tokenizer/tokenizer.json",
        root -> {
          ArrayNode added = root.withArray("added_tokens");
          ObjectNode last = added.get(0).deepCopy();
          added.add(last.put("id", 5000).put("content", "<last>"));
        });
    assertRefused("tokenizer has 5002 tokens", "only 1280 rows");
  }

  @Test
  void halfPrecisionIsRefused() {
    Exception half =
        assertThrows(
            IllegalArgumentException.class,
            () -> TinyModel.config(model, "fp16", true, ReferencePosition.CONTINUOUS));
    assertTrue(String.valueOf(half.getMessage()).contains("fp16"));
  }
}
