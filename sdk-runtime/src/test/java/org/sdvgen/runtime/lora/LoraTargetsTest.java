package org.sdvgen.runtime.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.RealSize;

class LoraTargetsTest {
  @ParameterizedTest
  @CsvSource({"cogvideox-5b, 338, 502276096", "wan2.2-ti2v-5b, 303, 324558848"})
  void takesTheModulesOfTheRealModels(String model, int count, long parameters) {
    JsonNode adapter = RealSize.read(model + ".lora-r128");
    List<String> targets = new ArrayList<>();
    adapter.path("targets").forEach(target -> targets.add(target.asText()));
    List<LoraModule> modules = LoraTargets.match(RealSize.shapes(model + ".transformer"), targets);

    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (LoraModule module : modules) {
      shapes.put(module.nameA(), module.shapeA(128));
      shapes.put(module.nameB(), module.shapeB(128));
    }
    assertEquals(count, modules.size());
    assertEquals(RealSize.shapes(model + ".lora-r128"), shapes);
    assertEquals(parameters, shapes.values().stream().mapToLong(Shape::size).sum());
  }

  @Test
  void takesWholeComponentsOfAPathOnly() {
    LoraModule module = new LoraModule("blocks.0.attn.to_q", new Shape(4, 2));
    assertTrue(module.isTakenBy("to_q"));
    assertTrue(module.isTakenBy("attn.to_q"));
    assertTrue(module.isTakenBy("blocks.0.attn.to_q"));
    assertEquals(false, module.isTakenBy("o_q"));
    assertEquals(false, module.isTakenBy("to"));
    assertEquals(false, module.isTakenBy("attn"));
  }

  @Test
  void namesTargetsThatTakeNothing() {
    Map<String, Shape> base = RealSize.shapes("cogvideox-5b.transformer");
    InputException e =
        assertThrows(
            InputException.class,
            () -> LoraTargets.match(base, List.of("to_q", "to_kk", "norm1.liner")));
    assertEquals(
        "lora.targets: no linear layer or convolution is called to_kk (nearest: to_k), "
            + "norm1.liner (nearest: norm1.linear)",
        e.getMessage());
    // norm_final is a layer norm: its weight has one axis.
    assertThrows(InputException.class, () -> LoraTargets.match(base, List.of("norm_final")));
    assertThrows(InputException.class, () -> LoraTargets.match(base, List.of()));
  }
}
