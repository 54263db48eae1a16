package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.RotaryTable;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.denoiser.TokenLayout;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.transformer.ReferencePosition;
import org.sdvgen.wan22.transformer.RotaryPositions;

/** Case 6: the clean reference at both positions, dropped tokens, no reference at all. */
class T06ReferenceGoldenTest {
  private static final double TOLERANCE = 5e-5;
  private static final double ROTARY = 2e-6;

  private static final Map<String, ReferencePosition> POSITIONS =
      Map.of(
          "extend", ReferencePosition.CONTINUOUS,
          "shift", ReferencePosition.SHARED_FRAME_SHIFTED);

  private final GoldenFolder golden = WanGolden.open();

  @ParameterizedTest
  @ValueSource(strings = {"extend", "shift"})
  void outputsAgree(String set) {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, set)) {
      check(tensors, set + ".output", denoiser.pretrained().predict(input(tensors, null)));
      NDArray keep = tensors.get("keep").toType(DataType.UINT8, false);
      check(tensors, set + "_keep.output", denoiser.pretrained().predict(input(tensors, keep)));
      NDArray nothing = keep.zerosLike();
      check(tensors, "no_reference.output", denoiser.pretrained().predict(input(tensors, nothing)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"extend", "shift"})
  void everyBlockAgrees(String set) {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, set)) {
      checkBlocks(tensors, set + ".", denoiser, input(tensors, null));
      NDArray keep = tensors.get("keep").toType(DataType.UINT8, false);
      for (String sample : tensors.matches(set + "_keep\\.s(\\d+)\\.tokens")) {
        DenoiserInput alone = sample(input(tensors, keep), Integer.parseInt(sample));
        checkBlocks(tensors, set + "_keep.s" + sample + ".", denoiser, alone);
      }
    }
  }

  private static void checkBlocks(
      GoldenTensors tensors, String path, NetworkDenoiser denoiser, DenoiserInput input) {
    check(tensors, path + "tokens", denoiser.pretrained().run(input, 1).get(1));
    int blocks = tensors.matches(path.replace(".", "\\.") + "block(\\d+)").size();
    for (int i = 0; i < blocks; i++) {
      NDList streams = denoiser.pretrained().run(input, 2 + i);
      check(tensors, path + "block" + i, streams.get(1));
    }
  }

  /** One sample of a batch as a batch of its own. */
  private static DenoiserInput sample(DenoiserInput input, int index) {
    String row = index + ":" + (index + 1);
    Reference whole = input.references().get(0);
    NDArray keep = whole.keep();
    Reference reference =
        new Reference(
            whole.latents().get(row), keep == null ? null : keep.get(row), Optional.empty());
    return GoldenDenoiser.input(
        input.latents().get(row),
        input.timesteps().get(row),
        input.text().slice(index, index + 1).arrays().values().iterator().next(),
        List.of(reference));
  }

  @Test
  void positionsAndTablesAgree() {
    TransformerConfig config = Wan22Checkpoint.open(golden.model()).transformerConfig();
    try (GoldenTensors tensors = open();
        RotaryPositions rotary = new RotaryPositions(config)) {
      for (String set : tensors.matches("(.*)\\.positions")) {
        TokenLayout layout = layout(tensors, set, config.patchSize());
        List<Integer> rows = rows(tensors, set, layout);
        checkPositions(tensors, set, layout, rows);
        checkTables(tensors, set, rotary, layout, rows);
      }
    }
  }

  private static TokenLayout layout(GoldenTensors tensors, String set, int patch) {
    long[] shape = tensors.get("video").getShape().getShape();
    int rows = (int) shape[3] / patch;
    int columns = (int) shape[4] / patch;
    GridPosition own =
        set.startsWith("shift") ? new GridPosition(0, rows, columns, 0) : GridPosition.CONTINUOUS;
    Reference reference = Reference.whole(tensors.get("ref"));
    TokenGrid video = TokenGrid.of(0, (int) shape[2], rows, columns);
    return TokenLayout.of(List.of(reference), own, own.videoFrame(), video);
  }

  /** Which of the tokens [reference ; video] are in a set's sequence. */
  private static List<Integer> rows(GoldenTensors tensors, String set, TokenLayout layout) {
    TokenGrid video = layout.video();
    int perFrame = video.rows() * video.columns();
    List<Integer> rows = new ArrayList<>();
    int sample = set.matches(".*\\.s\\d+") ? Integer.parseInt(set.replaceFirst(".*\\.s", "")) : 0;
    byte[] keep = tensors.get("keep").toType(DataType.UINT8, false).toByteArray();
    for (int token = 0; token < perFrame * (1 + video.frames()); token++) {
      boolean ofReference = token < perFrame;
      boolean all = !set.contains("keep") && !set.startsWith("no_reference");
      boolean kept = set.contains("keep") && ofReference && keep[sample * perFrame + token] != 0;
      if (!ofReference || all || kept) {
        rows.add(token);
      }
    }
    return rows;
  }

  private static void checkPositions(
      GoldenTensors tensors, String set, TokenLayout layout, List<Integer> rows) {
    List<long[]> places = new ArrayList<>(places(layout.references().get(0)));
    places.addAll(places(layout.video()));
    long[] found = rows.stream().map(places::get).flatMapToLong(Arrays::stream).toArray();
    assertArrayEquals(tensors.get(set + ".positions").toLongArray(), found, set);
    Parity.exact("reference", set + ".positions");
  }

  private static List<long[]> places(TokenGrid grid) {
    List<long[]> places = new ArrayList<>();
    for (int frame = 0; frame < grid.frames(); frame++) {
      for (int row = 0; row < grid.rows(); row++) {
        for (int column = 0; column < grid.columns(); column++) {
          places.add(
              new long[] {
                grid.firstFrame() + frame, grid.rowShift() + row, grid.columnShift() + column
              });
        }
      }
    }
    return places;
  }

  private static void checkTables(
      GoldenTensors tensors,
      String set,
      RotaryPositions rotary,
      TokenLayout layout,
      List<Integer> rows) {
    RotaryTable reference = rotary.table(tensors.manager(), layout.references().get(0));
    RotaryTable video = rotary.table(tensors.manager(), layout.video());
    NDArray index = tensors.manager().create(rows.stream().mapToInt(i -> i).toArray());
    NDArray cos = reference.cos().concat(video.cos(), 0).get(index);
    NDArray sin = reference.sin().concat(video.sin(), 0).get(index);
    Parity.relative("reference", set + ".rope_cos", tensors.get(set + ".rope_cos"), cos, ROTARY);
    Parity.relative("reference", set + ".rope_sin", tensors.get(set + ".rope_sin"), sin, ROTARY);
  }

  private static DenoiserInput input(GoldenTensors tensors, @Nullable NDArray keep) {
    Reference reference = new Reference(tensors.get("ref"), keep, Optional.empty());
    return GoldenDenoiser.input(
        tensors.get("video"),
        tensors.timesteps("timestep"),
        tensors.get("encoder_hidden_states"),
        List.of(reference));
  }

  private GoldenTensors open() {
    return new GoldenTensors(golden.tensors("reference.safetensors"));
  }

  private NetworkDenoiser load(GoldenTensors tensors, String set) {
    ReferencePosition position = Objects.requireNonNull(POSITIONS.get(set));
    return GoldenDenoiser.load(
        golden, tensors.manager(), Precision.FP32, position, GradientCheckpointing.FULL);
  }

  private static void check(GoldenTensors tensors, String name, NDArray actual) {
    Parity.relative("reference", name, tensors.get(name), actual, TOLERANCE);
  }
}
