package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.AdapterSummary;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.contract.AdapterToolsContractTest;

/** Adapter files of the tiny model: diffusers' and kohya's. */
class AdapterToolsTest extends AdapterToolsContractTest {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  @TempDir private Path scratch = Path.of("");

  private static CogVideoXSettings config(Path checkpoint, String precision, NormLora normLora) {
    return TinyModel.config(checkpoint, precision, true, normLora);
  }

  @Override
  protected Path checkpoint() {
    return TinyModel.folder();
  }

  @Override
  protected AdapterTools tools(Path checkpoint) {
    return CogVideoXPlugin.BACKBONE.adapterTools(config(checkpoint, "fp32", NormLora.ALL));
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
    Path file = save(NormLora.REFERENCE, List.of());
    InputException error =
        assertThrows(
            InputException.class,
            () ->
                tools(checkpoint())
                    .merge(file, SILENT, scratch.resolve("merged"), (done, of) -> {}));
    assertTrue(
        String.valueOf(error.getMessage()).contains("norm_lora = reference"), error.getMessage());
  }

  /** Not even where no norm is adapted. */
  @Test
  void anAdapterOfTheReferenceOnlyIsNotMerged() {
    Path file = save(NormLora.REFERENCE_ONLY, List.of("to_q"));
    InputException error =
        assertThrows(
            InputException.class,
            () ->
                tools(checkpoint())
                    .merge(file, SILENT, scratch.resolve("merged"), (done, of) -> {}));
    assertTrue(
        String.valueOf(error.getMessage()).contains("norm_lora = reference_only"),
        error.getMessage());
  }

  /** Other programs know no stream of the reference. */
  @Test
  void anExportSaysThatOthersActOnAllStreams() {
    List<String> targets = List.of("to_q", "transformer_blocks.0.norm1.linear", "norm2.linear");
    Path file = save(NormLora.REFERENCE, targets);
    AdapterTools tools = tools(checkpoint());
    AdapterSummary summary = tools.describe(file, SILENT);
    int blocks = (summary.modules() - 1) / 2;
    String said =
        String.format(
            Locale.ROOT,
            "%d of the adapter's %d modules (transformer_blocks.0.norm1.linear and others) are"
                + " adapted with norm_lora = reference",
            blocks + 1,
            summary.modules());
    for (String format : tools.formats()) {
      Path there = scratch.resolve(format + ".safetensors");
      List<String> notices = tools.convert(file, SILENT, format, there);
      assertTrue(notices.stream().anyMatch(notice -> notice.startsWith(said)), notices.toString());
    }
  }

  @Test
  void anExportThatAllProgramsReadAlikeSaysNothing() {
    Path all = save(NormLora.ALL, List.of("to_q", "norm1.linear"));
    Path other = save(NormLora.REFERENCE, List.of("to_q"));
    AdapterTools reference =
        CogVideoXPlugin.BACKBONE.adapterTools(config(checkpoint(), "fp32", NormLora.REFERENCE));
    assertEquals(
        List.of(),
        tools(checkpoint()).convert(all, SILENT, "comfyui", scratch.resolve("a.safetensors")));
    assertEquals(
        List.of(), reference.convert(other, SILENT, "comfyui", scratch.resolve("b.safetensors")));
  }

  private Path save(NormLora normLora, List<String> targets) {
    Path file = scratch.resolve(normLora + ".safetensors");
    try (Backbone backbone = TinyModel.open(config(checkpoint(), "fp32", normLora))) {
      backbone.parameters().newAdapter(new LoraSettings(2, 2, 0, targets), 1).save(file, Map.of());
    }
    return file;
  }
}
