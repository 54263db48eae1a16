package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.cogvideox.transformer.RotaryPositions;
import org.sdvgen.runtime.denoiser.RotaryTable;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 4, rotary tables: several grids by the formulas of diffusers and of the authors' fork. */
class T04RotaryGoldenTest {
  private static final double TOLERANCE = 2e-6;

  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void tablesAgreeByBothFormulas() {
    JsonNode grids = GoldenFolder.filled(golden.json("04_rotary.json"), "grid");
    TransformerConfig config = CogVideoXGolden.model(golden).transformerConfig();
    try (SafetensorsFile expected = golden.tensors("04_rotary.safetensors");
        NDManager manager = Devices.newManager(Devices.cpu())) {
      for (RotaryFormula formula : RotaryFormula.values()) {
        for (int i = 0; i < grids.size(); i++) {
          String name =
              String.format(Locale.ROOT, "grid.%d.%s", i, formula.name().toLowerCase(Locale.ROOT));
          NDArray rows = expected.readAsStored(manager, "grid." + i + ".rows");
          try (RotaryPositions positions = positions(config, grids.get(i), formula)) {
            RotaryTable table = positions.table(manager, grid(grids.get(i)));
            check(name + ".cos", expected, manager, table.cos().get(rows));
            check(name + ".sin", expected, manager, table.sin().get(rows));
          }
        }
      }
    }
  }

  /** The reference is frame 0 of the grid, and then the video starts at frame 1. */
  @ParameterizedTest
  @ValueSource(strings = {"04_transformer", "06_reference", "09_training"})
  void tablesOfTheNetworksInputsAgree(String name) {
    TransformerConfig config = CogVideoXGolden.model(golden).transformerConfig();
    try (CogVideoXTensors tensors = new CogVideoXTensors(golden.tensors(name + ".safetensors"));
        RotaryPositions positions = new RotaryPositions(config, RotaryFormula.DIFFUSERS)) {
      for (String path : tensors.matches("(.*)cos")) {
        TokenGrid grid = grid(tensors, path, config.patchSize());
        RotaryTable table = positions.table(tensors.manager(), grid);
        String parity = name.substring(0, 2);
        NDArray cos = tensors.get(path + "cos");
        NDArray sin = tensors.get(path + "sin");
        Parity.relative(parity, path + "cos", cos, table.cos(), TOLERANCE);
        Parity.relative(parity, path + "sin", sin, table.sin(), TOLERANCE);
      }
    }
  }

  /** The grid of a table by the latents that are stored beside it. */
  private static TokenGrid grid(CogVideoXTensors tensors, String path, int patch) {
    boolean reference = path.endsWith("reference_");
    boolean afterReference = path.endsWith("video_");
    String batch = path.replaceAll("(reference|video)_$", "");
    String latents = tensors.has(batch + "latents") ? "latents" : "hidden_states";
    int[] sizes =
        Arrays.stream(tensors.get(batch + latents).getShape().getShape())
            .mapToInt(Math::toIntExact)
            .toArray();
    int frames = reference ? 1 : sizes[1];
    return TokenGrid.of(afterReference ? 1 : 0, frames, sizes[3] / patch, sizes[4] / patch);
  }

  private static RotaryPositions positions(
      TransformerConfig config, JsonNode grid, RotaryFormula formula) {
    int patch = config.patchSize();
    TransformerConfig own =
        new TransformerConfig(
            config.numAttentionHeads(),
            grid.get("head_dim").asInt(),
            config.inChannels(),
            config.outChannels(),
            config.numLayers(),
            config.timeEmbedDim(),
            config.textEmbedDim(),
            patch,
            config.maxTextSeqLength(),
            grid.get("base").get(0).asInt() * patch,
            grid.get("base").get(1).asInt() * patch,
            config.sampleFrames(),
            config.temporalCompressionRatio(),
            config.normEps(),
            config.affineNorms(),
            config.attentionBias(),
            config.flipSinToCos(),
            config.freqShift());
    return new RotaryPositions(own, formula);
  }

  private static TokenGrid grid(JsonNode grid) {
    return TokenGrid.of(
        0,
        grid.get("frames").asInt(),
        grid.get("grid_height").asInt(),
        grid.get("grid_width").asInt());
  }

  private static void check(
      String name, SafetensorsFile expected, NDManager manager, NDArray actual) {
    Parity.relative("04", name, expected.readAsStored(manager, name), actual, TOLERANCE);
  }
}
