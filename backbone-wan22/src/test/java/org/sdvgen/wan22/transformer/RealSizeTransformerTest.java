package org.sdvgen.wan22.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.lora.LoraModule;
import org.sdvgen.runtime.lora.LoraTargets;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.testkit.golden.RealSizeList;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.checkpoint.TransformerTensors;

/** Names and shapes of the whole Wan 2.2 TI2V-5B and of its adapter, without their weights. */
class RealSizeTransformerTest {
  @TempDir private Path folder;

  private TensorTable table() {
    RealSizeList list = RealSizeList.read("wan2.2-ti2v-5b.transformer");
    Path config = list.writeConfig(folder, Map.of("_class_name", "WanTransformer3DModel"));
    return TransformerTensors.of(TransformerConfig.read(config));
  }

  @Test
  void transformer() {
    TensorTable table = table();
    RealSizeList list = RealSizeList.read("wan2.2-ti2v-5b.transformer");
    list.check(table);
    long parameters = table.shapes().values().stream().mapToLong(Shape::size).sum();
    assertEquals(list.json().get("parameters").asLong(), parameters);
  }

  @Test
  void adapter() {
    RealSizeList list = RealSizeList.read("wan2.2-ti2v-5b.lora-r128");
    List<String> targets = new ArrayList<>();
    list.json().get("targets").forEach(target -> targets.add(target.asText()));
    assertEquals(targets, WanAdapters.DEFAULT_TARGETS);
    int rank = list.json().get("rank").asInt();
    TensorTable.Builder adapter = TensorTable.builder();
    long parameters = 0;
    for (LoraModule module : LoraTargets.match(table().shapes(), targets)) {
      adapter.add(module.nameA(), module.shapeA(rank).getShape());
      adapter.add(module.nameB(), module.shapeB(rank).getShape());
      parameters += module.shapeA(rank).size() + module.shapeB(rank).size();
    }
    list.check(adapter.build());
    assertEquals(list.json().get("trainable").asLong(), parameters);
  }
}
