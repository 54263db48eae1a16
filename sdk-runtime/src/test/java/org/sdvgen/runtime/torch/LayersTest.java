package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * The prelude's layers against values that PyTorch, PEFT and diffusers computed ({@code
 * layers.safetensors}: weights {@code w.*}, inputs {@code x.*}, outputs in fp32 {@code y.*} and
 * with bf16 weights and activations {@code bf16.*}; the adapters have rank 4 and alpha 6).
 */
class LayersTest {
  private static final String TEXT =
      """
      def gradient(y: Tensor, x: Tensor, upstream: Tensor) -> Tensor:
        seeds = annotate(List[Optional[Tensor]], [])
        seeds.append(upstream)
        found = torch.grad([y], [x], seeds, None, False, True)[0]
        if found is None:
          return torch.zeros_like(x.detach())
        return found

      class Program(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def linear(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.linear(x, w, "linear")

        def bare(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.linear(x, w, "bare")

        def conv2d(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.conv2d(x, w, "conv2d", 2, 0)

        def conv3d(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.conv3d(x, w, "conv3d", [1, 2, 2], [0, 0, 0])

        def causal(self, x: Tensor, past: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.causal_conv3d(x, past, w, "causal")

        def first_frames(self, x: Tensor) -> Tensor:
          return __torch__.nn.repeat_first_frame(x, 2)

        def layer_norm(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.layer_norm(x, w, "norm", 1e-5)

        def layer_norm_fp32(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.layer_norm_fp32(x, w, "norm", 1e-6)

        def rms_norm(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.rms_norm(x, w, "norm", 1e-6)

        def group_norm(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          return __torch__.nn.group_norm(x, w, "group", 3, 1e-6)

        def rotary(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
          return __torch__.nn.apply_rotary(x, cos, sin)

        def timestep(self, t: Tensor) -> Tensor:
          return __torch__.nn.timestep_embedding(t, 8, True, 0.0)

        def timestep_unflipped(self, t: Tensor) -> Tensor:
          return __torch__.nn.timestep_embedding(t, 8, False, 1.0)

        def attention(self, x: Tensor) -> Tensor:
          q = __torch__.nn.split_heads(x, 2)
          return __torch__.nn.merge_heads(__torch__.nn.attention(q, q, q))

        def attention_masked(self, x: Tensor, mask: Tensor) -> Tensor:
          q = __torch__.nn.split_heads(x, 2)
          return __torch__.nn.merge_heads(__torch__.nn.attention(q, q, q, mask, 1.0))

        def gradient(self, x: Tensor, upstream: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
          x = x.detach().requires_grad_(True)
          y = __torch__.nn.linear(x, w, "linear")
          return [y.detach(), __torch__.layers.gradient(y, x, upstream)]

        def unread_gradient(self, x: Tensor, upstream: Tensor, w: Dict[str, Tensor], shared: Dict[str, Tensor]) -> List[Tensor]:
          x = x.detach().requires_grad_(True)
          y = __torch__.nn.unread_linear(x, w, "linear", shared)
          return [y.detach(), __torch__.layers.gradient(y, x, upstream)]

        def mean_under_dropout(self, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
          y = __torch__.nn.lora_input(x, w)
          return torch.stack([y.mean(), (y == 0).to(6).mean()])
      """;

  private static NDManager manager;
  private static TorchProgram program;
  private static SafetensorsFile file;

  @BeforeAll
  static void open() throws URISyntaxException {
    manager = Devices.newManager(Devices.cpu());
    program = TorchProgram.compile(new Script("layers", TEXT));
    URL resource = Objects.requireNonNull(LayersTest.class.getResource("layers.safetensors"));
    file = SafetensorsFile.open(Path.of(resource.toURI()));
  }

  @AfterAll
  static void close() {
    file.close();
    program.close();
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "bare", "conv2d", "conv3d"})
  void addsTheAdapterAsPeftDoes(String layer) {
    NDArray y = program.callOne(manager, layer, Arguments.of(x(layer)).dict(weights("FP32")));
    assertClose("y." + layer, y, 1e-6);
    NDArray half = Tensors.cast(manager, x(layer), Precision.BF16);
    NDArray low = program.callOne(manager, layer, Arguments.of(half).dict(weights("BF16")));
    assertEquals(Precision.BF16.scalarType(), Tensors.scalarType(low));
    assertClose("bf16." + layer, low, 1e-2); // one or two units of the last bit
  }

  @ParameterizedTest
  @ValueSource(strings = {"FP32", "BF16"})
  void anUnreadLayerComputesGradientsAlone(String precision) {
    NDArray x = Tensors.cast(manager, x("linear"), Precision.valueOf(precision));
    Map<String, NDArray> weights = weights(precision);
    NDArray y = program.callOne(manager, "linear", Arguments.of(x).dict(weights));
    Arguments whole = Arguments.of(x).tensor(y).dict(weights);
    Map<String, NDArray> shared = Map.of("again", manager.create(true));
    Arguments unread = Arguments.of(x).tensor(y).dict(weights).dict(shared);
    NDList expected = program.record(manager, "gradient", whole);
    NDList found = program.record(manager, "unread_gradient", unread);
    assertEquals(bytes(expected.get(1)), bytes(found.get(1)));
    assertEquals(expected.get(0).getShape(), found.get(0).getShape());
    assertNotEquals(bytes(expected.get(0)), bytes(found.get(0)));
  }

  private static ByteBuffer bytes(NDArray tensor) {
    return Tensors.bytes(tensor, 0, tensor.size());
  }

  @ParameterizedTest
  @CsvSource({"layer_norm, norm", "rms_norm, norm", "group_norm, group_norm"})
  void normalises(String method, String input) {
    NDArray y = program.callOne(manager, method, Arguments.of(x(input)).dict(weights("FP32")));
    assertClose("y." + method, y, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer_norm_fp32", "rms_norm"})
  void normalisesInFloat32(String method) {
    NDArray half = Tensors.cast(manager, x("norm"), Precision.BF16);
    NDArray y = program.callOne(manager, method, Arguments.of(half).dict(weights("BF16")));
    assertClose("bf16." + method, y, 1e-7);
  }

  @Test
  void attends() {
    NDArray x = x("attention");
    assertClose("y.attention", program.callOne(manager, "attention", Arguments.of(x)), 1e-6);
    Arguments masked = Arguments.of(x).tensor(read("attention.mask"));
    assertClose("y.attention_masked", program.callOne(manager, "attention_masked", masked), 1e-6);
  }

  @Test
  void turnsPairsOfChannels() {
    Arguments arguments =
        Arguments.of(x("rotary")).tensor(read("rotary.cos")).tensor(read("rotary.sin"));
    assertClose("y.rotary", program.callOne(manager, "rotary", arguments), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestep", "timestep_unflipped"})
  void embedsTimesteps(String method) {
    assertClose("y." + method, program.callOne(manager, method, Arguments.of(x("timestep"))), 2e-6);
  }

  @Test
  void seesNoLaterFrame() {
    NDArray x = x("causal");
    NDArray past = read("x.past");
    NDArray y =
        program.callOne(manager, "causal", Arguments.of(x).tensor(past).dict(weights("FP32")));
    assertClose("y.causal", y, 1e-6);
    NDArray first =
        program.callOne(
            manager, "causal", Arguments.of(x.get(":, :, :1")).tensor(past).dict(weights("FP32")));
    assertEquals(0, first.sub(y.get(":, :, :1")).abs().max().getFloat(), 1e-6);
    NDArray frames = program.callOne(manager, "first_frames", Arguments.of(x));
    assertEquals(2, frames.getShape().get(2));
    assertEquals(0, frames.sub(x.get(":, :, :1")).abs().max().getFloat());
  }

  @Test
  void dropsTheShareOfTheAdaptersInputs() {
    Map<String, NDArray> w = Map.of("lora.dropout", manager.create(0.2));
    NDArray found =
        program.callOne(
            manager,
            "mean_under_dropout",
            Arguments.of(manager.ones(new Shape(100, 1000))).dict(w));
    assertEquals(1, found.getFloat(0), 0.01);
    assertEquals(0.2, found.getFloat(1), 0.01);
    assertNotEquals(0, found.getFloat(1));
  }

  private static NDArray x(String layer) {
    return read("x." + layer);
  }

  private static NDArray read(String name) {
    return file.read(manager, name, Precision.FP32);
  }

  /** All weights; adapters stay in fp32. */
  private static Map<String, NDArray> weights(String precision) {
    Map<String, NDArray> weights = new HashMap<>();
    for (String name : file.entries().keySet()) {
      if (name.startsWith("w.")) {
        Precision own = name.contains("lora_") ? Precision.FP32 : Precision.valueOf(precision);
        weights.put(name.substring(2), file.read(manager, name, own));
      }
    }
    weights.put("lora.scale", manager.create(1.5));
    weights.put("lora.dropout", manager.create(0.0));
    return weights;
  }

  private static void assertClose(String expected, NDArray actual, double tolerance) {
    NDArray wanted = read(expected);
    assertEquals(wanted.getShape(), actual.getShape());
    NDArray found = Tensors.cast(manager, actual, Precision.FP32);
    double largest = wanted.abs().max().getFloat();
    double error = wanted.sub(found).abs().max().getFloat();
    assertTrue(error <= tolerance * largest, expected + " is off by " + error / largest);
  }
}
