package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** Case 9, one step: predictions, losses, gradients of every adapter tensor and their cosine. */
class T09GradientGoldenTest {
  private static final double FORWARD = 5e-5;
  private static final double GRADIENT = 3e-4;

  private final GoldenFolder golden = WanGolden.open();

  @ParameterizedTest
  @EnumSource(GradientCheckpointing.class)
  void lossesAndGradientsAgree(GradientCheckpointing checkpointing) {
    try (GoldenTensors tensors = new GoldenTensors(golden.tensors("train.safetensors"))) {
      Set<String> tasks = tensors.matches("(\\w+)\\.prediction");
      Set<String> compared = tensors.matches("(\\w+)\\.grad\\..*");
      assertTrue(tasks.containsAll(compared), () -> compared + " are not all of " + tasks);
      Map<String, Map<String, NDArray>> gradients = new LinkedHashMap<>();
      for (String task : tasks) {
        ReferencePosition position =
            task.endsWith("_shift")
                ? ReferencePosition.SHARED_FRAME_SHIFTED
                : ReferencePosition.CONTINUOUS;
        NetworkDenoiser denoiser =
            GoldenDenoiser.load(golden, tensors.manager(), Precision.FP32, position, checkpointing);
        try (denoiser) {
          AdapterFallback silent = new AdapterFallback(Optional.empty(), 0);
          Adapter adapter = denoiser.parameters().loadAdapter(golden.adapter(), silent);
          gradients.put(task, gradients(tensors, denoiser, adapter, task));
        }
      }
      double cosine =
          cosine(
              Objects.requireNonNull(gradients.get("identity")),
              Objects.requireNonNull(gradients.get("motion")));
      double error = Math.abs(cosine - tensors.get("gradient_cosine").getFloat());
      Parity.check("train", "gradient_cosine", error, GRADIENT);
    }
  }

  private static Map<String, NDArray> gradients(
      GoldenTensors tensors, NetworkDenoiser denoiser, Adapter adapter, String task) {
    GradientBuffer buffer = new GradientBuffer(tensors.manager(), adapter.parameters());
    NDArray target = tensors.get(batch(task) + ".target");
    try (Trace trace = denoiser.with(Tuning.of(adapter)).trace(input(tensors, task), 1)) {
      NDArray expected = tensors.get(task + ".prediction");
      Parity.relative("train", task + ".prediction", expected, trace.prediction(), FORWARD);
      NDArray error = trace.prediction().sub(target);
      double loss = error.mul(error).mean().getFloat();
      double expectedLoss = tensors.get(task + ".loss").getFloat();
      Parity.number("train", task + ".loss", expectedLoss, loss, FORWARD);
      trace.backward(error.mul(2f / error.size()), buffer);
    }
    double squares = 0;
    for (NDArray gradient : buffer.all().values()) {
      squares += gradient.mul(gradient).sum().getFloat();
    }
    double expectedNorm = tensors.get(task + ".grad_norm").getFloat();
    Parity.number("train", task + ".grad_norm", expectedNorm, Math.sqrt(squares), FORWARD);
    // Variations of a task have their norm stored, and not every gradient.
    Set<String> names = tensors.matchesIfAny(task + "\\.grad\\.(.*)");
    assertTrue(names.isEmpty() || names.equals(buffer.all().keySet()), task);
    for (String name : names) {
      String tensor = task + ".grad." + name;
      Parity.relative("train", tensor, tensors.get(tensor), buffer.get(name), GRADIENT);
    }
    return buffer.all();
  }

  /** The batch that a variation of a task is computed on. */
  private static String batch(String task) {
    return task.replaceFirst("_.*", "");
  }

  private static DenoiserInput input(GoldenTensors tensors, String task) {
    String batch = batch(task);
    NDArray keep = null;
    if (task.endsWith("_keep")) {
      keep = tensors.get(task + ".keep").toType(DataType.UINT8, false);
    }
    List<Reference> references =
        task.endsWith("_no_reference") ? List.of() : List.of(reference(tensors, batch, keep));
    return GoldenDenoiser.input(
        tensors.get(batch + ".x_t"),
        tensors.timesteps(batch + ".timestep"),
        tensors.get(batch + ".text"),
        references);
  }

  private static Reference reference(GoldenTensors tensors, String batch, @Nullable NDArray keep) {
    return new Reference(tensors.get(batch + ".ref"), keep, Optional.empty());
  }

  private static double cosine(Map<String, NDArray> identity, Map<String, NDArray> motion) {
    double dot = 0;
    double squaredIdentity = 0;
    double squaredMotion = 0;
    for (Map.Entry<String, NDArray> entry : identity.entrySet()) {
      float[] a = entry.getValue().toFloatArray();
      float[] b = Objects.requireNonNull(motion.get(entry.getKey())).toFloatArray();
      for (int i = 0; i < a.length; i++) {
        dot += (double) a[i] * b[i];
        squaredIdentity += (double) a[i] * a[i];
        squaredMotion += (double) b[i] * b[i];
      }
    }
    return dot / Math.sqrt(squaredIdentity * squaredMotion);
  }
}
