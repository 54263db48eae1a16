package org.sdvgen.runtime.denoiser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.io.Resources;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.FrozenWeights;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;
import org.sdvgen.runtime.weights.TensorTable;

final class WiringTest {
  private static final String TEXT =
      """
      class Program(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def block(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
          return streams

      """;

  private final NDManager manager = Devices.newManager(Devices.cpu());
  private final TorchProgram program = TorchProgram.compile(new Script("wiring", TEXT));

  private final Resources opened = new Resources();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    opened.close();
    program.close();
    manager.close();
  }

  /** Wires tensors, pretrained ones in a file and those of an adapter. */
  private Wiring wiring(String... names) {
    Map<String, NDArray> base = new LinkedHashMap<>();
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    TensorTable.Builder table = TensorTable.builder();
    for (String name : names) {
      boolean adapts = name.contains(".lora_");
      (adapts ? tensors : base).put(name, manager.ones(new Shape(1)));
      if (!adapts) {
        table.add(name, 1);
      }
    }
    Path file = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(file, base, Map.of());
    PretrainedWeights pretrained =
        new PretrainedWeights(
            manager,
            SafetensorsFile.open(file),
            table.build(),
            new PretrainedWeights.Rules(name -> Precision.BF16, name -> false),
            new BaseStorage(Precision.BF16));
    opened.add(pretrained);
    NetworkWeights weights =
        new NetworkWeights(
            pretrained,
            tensors,
            Set.of("blocks.0.fc.lora_A.weight"),
            0.5,
            0.25,
            Map.of("mode", "some"));
    return new WeightWiring(manager, program, weights, true);
  }

  @Test
  void blocksGetTheirTensorsAndTheNumbers() {
    Wiring wiring = wiring("embed.bias", "blocks.0.fc.weight", "blocks.0.fc.lora_A.weight", "out");
    Block embed = wiring.layers("block", "embed.", "out");
    Block block = wiring.block("block", "blocks.0.");
    Chains chains = wiring.chains(List.of(), List.of(embed, block), Map.of("eps", 1e-6));
    assertEquals(Set.of(), embed.weights().keySet());
    assertEquals(Set.of("fc.lora_A.weight"), block.weights().keySet());
    try (FrozenWeights.Use first = embed.frozen().use();
        FrozenWeights.Use second = block.frozen().use()) {
      assertEquals(Set.of("embed.bias", "out"), first.tensors().keySet());
      assertEquals(Set.of("fc.weight"), second.tensors().keySet());
    }
    assertEquals(Set.of("fc.lora_A.weight"), block.trainable());
    assertEquals(
        Map.of("eps", 1e-6, "dtype", 15.0, "lora.scale", 0.5, "lora.dropout", 0.25),
        values(chains.numbers()));
    assertEquals(Map.of("mode", "some"), wiring.adapterSettings());
  }

  private static Map<String, Double> values(Map<String, NDArray> numbers) {
    Map<String, Double> values = new LinkedHashMap<>();
    numbers.forEach((name, number) -> values.put(name, number.getDouble()));
    return values;
  }

  /** An optional tensor of a checkpoint, say, that the network's code has forgotten. */
  @Test
  void tensorsThatNoBlockClaimsAreNamed() {
    Wiring wiring = wiring("blocks.0.fc.weight", "blocks.0.fc.bias", "blocks.1.fc.bias", "scale");
    List<Block> main = List.of(wiring.block("block", "blocks.0."));
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> wiring.chains(List.of(), main, Map.of()));
    assertEquals(
        "no block of the network claims these tensors, which would have no effect: "
            + "blocks.1.fc.bias, scale",
        error.getMessage());
  }

  @Test
  void aTensorThatTwoBlocksClaimIsNamedWithBoth() {
    Wiring wiring = wiring("blocks.1.fc.weight", "blocks.10.fc.weight");
    wiring.block("block", "blocks.10.");
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> wiring.block("block", "blocks.1"));
    assertEquals(
        "two blocks of the network claim the tensor blocks.10.fc.weight: block blocks.10. and"
            + " block blocks.1",
        error.getMessage());
  }
}
