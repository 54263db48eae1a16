package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.TokenRows;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 2: the T5 encoder, layer by layer. */
class T02TextEncoderGoldenTest {
  private static final double TOLERANCE = 1e-5;

  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void everyLayerAgrees() {
    try (SafetensorsFile expected = golden.tensors("02_text_encoder.safetensors");
        NDManager manager = Devices.newManager(Devices.parse(GoldenFolder.device()));
        T5Encoder encoder = load(manager)) {
      int[][] ids = rows(expected.readAsStored(manager, "ids"));
      NDArray bias = encoder.positionBias(manager, 0, ids[0].length);
      check("position_bias", expected, manager, bias);
      NDArray x = encoder.embed(manager, ids);
      int blocks = CogVideoXGolden.model(golden).textEncoderConfig().numLayers();
      for (int i = 0; i < blocks; i++) {
        check("hidden_state." + i, expected, manager, x);
        x = encoder.block(manager, i, x, bias);
      }
      check(
          "last_hidden_state",
          expected,
          manager,
          encoder.encode(manager, TokenRows.withoutPadding(ids)));
    }
  }

  private T5Encoder load(NDManager manager) {
    CogVideoXCheckpoint model = CogVideoXGolden.model(golden);
    return T5Encoder.load(
        manager, model.folder().textEncoder(), model.textEncoderConfig(), Precision.FP32);
  }

  private static void check(
      String name, SafetensorsFile expected, NDManager manager, NDArray actual) {
    Parity.relative("02", name, expected.readAsStored(manager, name), actual, TOLERANCE);
  }

  private static int[][] rows(NDArray ids) {
    int length = Math.toIntExact(ids.getShape().get(1));
    int[] flat = Arrays.stream(ids.toLongArray()).mapToInt(Math::toIntExact).toArray();
    return IntStream.range(0, flat.length / length)
        .mapToObj(row -> Arrays.copyOfRange(flat, row * length, (row + 1) * length))
        .toArray(int[][]::new);
  }
}
