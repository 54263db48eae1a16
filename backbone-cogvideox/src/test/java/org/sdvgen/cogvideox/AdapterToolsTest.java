package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.contract.AdapterToolsContractTest;

/** Adapter files of the tiny model: diffusers' and kohya's. */
class AdapterToolsTest extends AdapterToolsContractTest {
  @TempDir private Path scratch = Path.of("");

  private static CogVideoXConfig config(Path checkpoint, String precision, NormLora normLora) {
    return TinyModel.config(checkpoint, precision, true, normLora);
  }

  @Override
  protected Path checkpoint() {
    return TinyModel.folder();
  }

  @Override
  protected AdapterTools tools(Path checkpoint) {
    return new CogVideoXFactory().adapterTools(config(checkpoint, "fp32", NormLora.ALL));
  }

  /** The convolution of the patches is more than most programs read. */
  @Override
  protected List<String> targetsOfEveryFormat() {
    return List.of(
        "to_q",
        "to_k",
        "to_v",
        "to_out.0",
        "net.0.proj",
        "ff.net.2",
        "text_proj",
        "norm1.linear",
        "norm2.linear");
  }

  @Override
  protected Backbone open(Path checkpoint, String precision) {
    return TinyModel.open(config(checkpoint, precision, NormLora.ALL));
  }

  /** No weights that serve all tokens can hold what acts on the reference's alone. */
  @Test
  void anAdapterOfTheReferencesNormsIsNotMerged() {
    Path file = scratch.resolve("adapter.safetensors");
    try (Backbone backbone = TinyModel.open(config(checkpoint(), "fp32", NormLora.REFERENCE))) {
      backbone.parameters().select(new Selection.Adapter(new LoraConfig(2, 2, 0, List.of())), 1);
      backbone.parameters().saveAdapter(file, Map.of());
    }
    AdapterFallback silent = new AdapterFallback(Optional.empty(), 0);
    InputException error =
        assertThrows(
            InputException.class,
            () ->
                tools(checkpoint())
                    .merge(file, silent, scratch.resolve("merged"), (done, of) -> {}));
    assertTrue(
        String.valueOf(error.getMessage()).contains("norm_lora = reference"), error.getMessage());
  }
}
