package org.sdvgen.testkit.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.torch.FusedAdamW;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.testkit.TinyBatch;

/** The guide's backbone is trained for a few steps, and its outline is that of what is loaded. */
class TinyTrainingTest {
  private static final LoraSettings LORA = new LoraSettings(4, 4, 0, List.of());
  private static final FusedAdamW.Settings ADAM = new FusedAdamW.Settings(0.9, 0.999, 1e-8, 0);
  private static final int STEPS = 8;

  @TempDir private Path folder;

  @Test
  void theLossFalls() {
    try (Backbone backbone = TinyFolder.open(folder, "bf16", GradientCheckpointing.FULL);
        NDManager scope = backbone.newScope()) {
      List<Float> losses = train(backbone, scope, TinyBatch.of(scope, backbone, 2, 0));
      float first = losses.get(0);
      float last = losses.get(STEPS - 1);
      assertTrue(last < 0.9 * first, losses::toString);
    }
  }

  // guide: training
  private static List<Float> train(Backbone backbone, NDManager scope, DenoiserInput input) {
    List<Float> losses = new ArrayList<>();
    try (Adapter adapter = backbone.parameters().newAdapter(LORA, 7);
        GradientBuffer gradients = new GradientBuffer(scope, adapter.parameters());
        FusedAdamW optimizer = new FusedAdamW(scope, ADAM, values(adapter))) {
      Denoiser denoiser = backbone.denoiser(Tuning.of(adapter));
      for (int step = 0; step < STEPS; step++) {
        try (Trace trace = denoiser.trace(input, step)) {
          NDArray prediction = trace.prediction();
          losses.add(prediction.square().mean().getFloat());
          trace.backward(prediction.mul(2f / prediction.size()), gradients);
        }
        optimizer.step(gradients.all(), 1e-2);
        gradients.clear();
      }
    }
    return losses;
  }

  // end

  private static Map<String, NDArray> values(Adapter adapter) {
    Map<String, NDArray> values = new LinkedHashMap<>();
    adapter.parameters().forEach(parameter -> values.put(parameter.name(), parameter.value()));
    return values;
  }

  @Test
  void theOutlineIsThatOfTheLoadedModel() {
    TinySettings settings = TinyFolder.settings(folder, "fp32", GradientCheckpointing.FULL);
    try (Backbone backbone = TinyFolder.open(folder, "fp32", GradientCheckpointing.FULL);
        Adapter adapter = backbone.parameters().newAdapter(LORA, 7);
        BackboneOutline outline = TinyPlugin.BACKBONE.outline(settings)) {
      assertEquals(backbone.spec().shapes(), outline.spec().shapes());
      Map<String, Object> shapes = new LinkedHashMap<>();
      adapter.parameters().forEach(one -> shapes.put(one.name(), one.value().getShape()));
      assertEquals(shapes, outline.trainable(new Selection.Adapter(LORA)));
    }
  }
}
