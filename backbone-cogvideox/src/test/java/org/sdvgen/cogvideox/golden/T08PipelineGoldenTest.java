package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Generator;
import org.sdvgen.host.GuidanceSchedule;
import org.sdvgen.host.Sdvgen;

/** Case 8: whole pipelines through the generator of the command line, noise replayed. */
final class T08PipelineGoldenTest {
  private static final String CASE = "08 pipeline";
  private static final double LATENTS = 5e-5;
  private static final double VIDEO = 1e-4;

  private final GoldenFolder golden = GoldenFolder.open();
  private final JsonNode facts = golden.json("08_pipeline.json");

  @ParameterizedTest
  @CsvSource({"plain, CONSTANT", "plain_dynamic, DYNAMIC_TIMESTEP"})
  void withoutReference(String name, GuidanceSchedule schedule) {
    check(name, "zero", request(schedule));
  }

  @ParameterizedTest
  @CsvSource({
    "reference, reference, CONSTANT",
    "reference_dynamic, reference, DYNAMIC_STEP",
    "reference_norm_lora_all, all, CONSTANT"
  })
  void withReferenceAndAdapter(String name, String normLora, GuidanceSchedule schedule) {
    try (GoldenTensors tensors = new GoldenTensors(golden.tensors("08_pipeline.safetensors"))) {
      golden.requireTensor(tensors, name + ".latents." + (facts.get("steps").intValue() - 1));
      GenerationRequest.Builder request =
          request(schedule)
              .reference(clip(tensors.get("reference.pixels")))
              .adapter(GoldenDenoiser.adapterFile(golden, normLora));
      check(name, "after_reference", request);
    }
  }

  private GenerationRequest.Builder request(GuidanceSchedule schedule) {
    return GenerationRequest.builder(facts.get("prompt").textValue())
        .negativePrompt(facts.get("negative_prompt").textValue())
        .size(facts.get("height").intValue(), facts.get("width").intValue())
        .numFrames(facts.get("frames").intValue())
        .numInferenceSteps(facts.get("steps").intValue())
        .guidanceScale(facts.get("guidance_scale").doubleValue())
        .guidanceSchedule(schedule)
        .scheduler("ddim");
  }

  private void check(String name, String videoStart, GenerationRequest.Builder request) {
    Map<String, String> settings = new HashMap<>();
    settings.put("backbone.name", "cogvideox");
    settings.put("backbone.checkpoint", golden.model().root().toAbsolutePath().toString());
    settings.put("backbone.device", GoldenFolder.device());
    settings.put("backbone.dtype", "fp32");
    settings.put("backbone.video_start", videoStart);
    try (GoldenTensors tensors = new GoldenTensors(golden.tensors("08_pipeline.safetensors"));
        Sdvgen sdvgen =
            Sdvgen.builder().configuration(settings).draws(new Replay(tensors)).open()) {
      golden.requireTensor(tensors, name + ".latents." + (facts.get("steps").intValue() - 1));
      List<float[]> latents = new ArrayList<>();
      GeneratedVideo video =
          sdvgen
              .generator()
              .generate(request.build(), step -> latents.add(step.latents().toFloatArray()));
      for (String step : tensors.matches(name + "\\.latents\\.(\\d+)")) {
        NDArray expected = tensors.latents(name + ".latents." + step);
        NDArray found =
            tensors
                .manager()
                .create(FloatBuffer.wrap(latents.get(Integer.parseInt(step))), expected.getShape());
        Parity.relative(CASE, name + ".latents." + step, expected, found, LATENTS);
      }
      checkVideo(tensors, name + ".video", video.clip());
    }
  }

  /** The stored video is (1, F, C, H, W) in [0, 1]. */
  private static void checkVideo(GoldenTensors tensors, String name, PixelClip clip) {
    if (tensors.has(name)) {
      NDArray pixels = PixelClip.stack(List.of(clip), tensors.manager());
      Parity.relative(CASE, name, tensors.latents(name), pixels.div(2).add(0.5), VIDEO);
    }
  }

  private static PixelClip clip(NDArray pixels) {
    Shape shape = pixels.getShape();
    return new PixelClip(
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(2)),
        Math.toIntExact(shape.get(3)),
        Math.toIntExact(shape.get(4)),
        pixels.toFloatArray());
  }

  /** Answers the generator's keys with the stored noise. */
  private record Replay(GoldenTensors tensors) implements Draws {
    @Override
    public double[] uniforms(DrawKey key, int count) {
      throw new IllegalStateException("a generation draws no uniform numbers: " + key);
    }

    @Override
    public float[] normals(DrawKey key, int count) {
      return switch (key.purpose()) {
        case Generator.INITIAL_LATENTS -> tensors.latents("initial_latents").toFloatArray();
        case Generator.REFERENCE_NOISE -> tensors.get("reference.posterior_noise").toFloatArray();
        default -> throw new IllegalStateException("DDIM draws nothing else: " + key);
      };
    }
  }
}
