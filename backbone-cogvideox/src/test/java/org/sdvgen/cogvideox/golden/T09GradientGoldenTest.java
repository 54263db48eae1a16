package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.cogvideox.diffusion.CogVideoXProcess;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 9, one step: predictions, losses, gradients of every adapter tensor and their cosines. */
class T09GradientGoldenTest {
  private static final double FORWARD = 1e-5;
  private static final double GRADIENT = 1e-4;
  private static final String DROP = "_drop";

  private final GoldenFolder golden = CogVideoXGolden.open();

  @ParameterizedTest
  @EnumSource(GradientCheckpointing.class)
  void lossesAndGradientsAgree(GradientCheckpointing checkpointing) {
    try (CogVideoXTensors tensors =
            new CogVideoXTensors(golden.tensors("09_training.safetensors"));
        NetworkDenoiser denoiser =
            GoldenDenoiser.load(
                golden,
                tensors.manager(),
                Precision.FP32,
                VideoStart.AFTER_REFERENCE,
                checkpointing)) {
      for (String reading : tensors.matches("norm_lora_(\\w+)\\.identity\\.prediction")) {
        Adapter adapter = GoldenDenoiser.adapter(denoiser, golden, reading);
        checkReading(tensors, denoiser, adapter, "norm_lora_" + reading);
      }
    }
  }

  private void checkReading(
      CogVideoXTensors tensors, NetworkDenoiser denoiser, Adapter adapter, String reading) {
    Map<String, Map<String, NDArray>> gradients = new LinkedHashMap<>();
    for (String task : tensors.matches(reading + "\\.(\\w+)\\.prediction")) {
      gradients.put(task, gradients(tensors, denoiser, adapter, reading + "." + task));
    }
    JsonNode cosines = golden.json("09_training.json").path(reading + ".cosines");
    for (Map.Entry<String, JsonNode> group : GoldenFolder.filled(cosines, "cosine").properties()) {
      double cosine =
          cosine(
              group.getKey(),
              adapter.parameters(),
              Objects.requireNonNull(gradients.get("identity")),
              Objects.requireNonNull(gradients.get("motion")));
      double error = Math.abs(cosine - group.getValue().get("cosine").asDouble());
      Parity.check("09", reading + ".cosine." + group.getKey(), error, GRADIENT);
    }
  }

  private Map<String, NDArray> gradients(
      CogVideoXTensors tensors, NetworkDenoiser denoiser, Adapter adapter, String path) {
    String task = path.substring(path.indexOf('.') + 1);
    String batch = task.replace(DROP, "");
    Corruption corruption = corruption(tensors, batch);
    NDArray keep = task.endsWith(DROP) ? tensors.get(task + ".keep_mask") : null;
    GradientBuffer buffer = new GradientBuffer(tensors.manager(), adapter.parameters());
    try (Trace trace =
        denoiser
            .with(Tuning.of(adapter))
            .trace(input(tensors, batch, corruption.noisy(), keep), 1)) {
      NDArray prediction = CogVideoXTensors.swapped(trace.prediction());
      Parity.relative(
          "09", path + ".prediction", tensors.get(path + ".prediction"), prediction, FORWARD);
      NDArray error = trace.prediction().sub(corruption.target());
      double loss = error.mul(error).mean().getFloat();
      double expected = golden.json("09_training.json").get(path).get("loss").asDouble();
      Parity.number("09", path + ".loss", expected, loss, FORWARD);
      trace.backward(error.mul(2f / error.size()), buffer);
    }
    Set<String> names = tensors.matches(path.replace(".", "\\.") + "\\.gradient\\.(.*)");
    assertEquals(buffer.all().keySet(), names, "every gradient is compared");
    for (String name : names) {
      String tensor = path + ".gradient." + name;
      Parity.relative("09", tensor, tensors.get(tensor), buffer.get(name), GRADIENT);
    }
    return buffer.all();
  }

  /** Corrupts the stored latents and checks model input and target on the way. */
  private Corruption corruption(CogVideoXTensors tensors, String batch) {
    CogVideoXProcess process =
        new CogVideoXProcess(CogVideoXGolden.model(golden).schedulerConfig());
    Corruption corruption =
        process.corrupt(
            tensors.latents(batch + ".latents"),
            tensors.latents(batch + ".noise"),
            tensors.timesteps(batch + ".timestep"));
    NDArray noisy = CogVideoXTensors.swapped(corruption.noisy());
    NDArray target = CogVideoXTensors.swapped(corruption.target());
    Parity.relative("09", batch + ".noisy", tensors.get(batch + ".noisy"), noisy, FORWARD);
    Parity.relative("09", batch + ".target", tensors.get(batch + ".target"), target, FORWARD);
    return corruption;
  }

  private static DenoiserInput input(
      CogVideoXTensors tensors, String batch, NDArray noisy, @Nullable NDArray keep) {
    NDArray latents = tensors.latents(batch + ".reference_latents");
    return new DenoiserInput(
        noisy,
        tensors.timesteps(batch + ".timestep"),
        tensors.text(batch + ".encoder_hidden_states"),
        List.of(new Reference(latents, keep, Optional.empty())),
        OptionalDouble.empty());
  }

  /** In float64 over all parameters of a group, or over all. */
  private static double cosine(
      String group,
      List<Parameter> parameters,
      Map<String, NDArray> identity,
      Map<String, NDArray> motion) {
    double dot = 0;
    double squaredIdentity = 0;
    double squaredMotion = 0;
    for (Parameter parameter : parameters) {
      boolean member = parameter.group().name().equalsIgnoreCase(group);
      if (member || group.equals("all")) {
        float[] a = values(identity, parameter.name());
        float[] b = values(motion, parameter.name());
        for (int i = 0; i < a.length; i++) {
          dot += (double) a[i] * b[i];
          squaredIdentity += (double) a[i] * a[i];
          squaredMotion += (double) b[i] * b[i];
        }
      }
    }
    return dot / (Math.sqrt(squaredIdentity) * Math.sqrt(squaredMotion) + 1e-12);
  }

  private static float[] values(Map<String, NDArray> gradients, String name) {
    return Objects.requireNonNull(gradients.get(name), name).toFloatArray();
  }
}
