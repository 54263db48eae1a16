package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Generator;
import org.sdvgen.host.GuidanceSchedule;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.testkit.golden.StoredNoise;

/** Case 8: whole pipelines through the generator, with the stored noise in place of its own. */
class T08PipelineGoldenTest {
  private static final double TEXT = 1e-5;
  private static final double LATENTS = 5e-5;
  private static final double VIDEO = 1e-4;
  private static final double GUIDANCE = 1e-9;

  private final GoldenFolder golden = CogVideoXGolden.open();
  private final AtomicReference<TrainingModel> model = new AtomicReference<>();

  @TempDir private Path scratch;

  @Test
  void plainPipelineAgrees() {
    try (CogVideoXTensors tensors = open();
        Sdvgen sdvgen = sdvgen(tensors, "zero")) {
      Generator generator = sdvgen.generator();
      checkEmbeddings(tensors);
      run(tensors, generator, "plain", GuidanceSchedule.CONSTANT, request());
      run(tensors, generator, "plain_dynamic", GuidanceSchedule.DYNAMIC_TIMESTEP, request());
    }
  }

  @Test
  void referencePipelineAgrees() {
    try (CogVideoXTensors tensors = open();
        Sdvgen sdvgen = sdvgen(tensors, "after-reference")) {
      Generator generator = sdvgen.generator();
      checkReferenceLatents(tensors);
      Path adapter = GoldenDenoiser.adapterWith(golden, "reference", scratch);
      GuidanceSchedule constant = GuidanceSchedule.CONSTANT;
      run(tensors, generator, "reference", constant, request(tensors, adapter));
      GuidanceSchedule dynamic = GuidanceSchedule.DYNAMIC_STEP;
      run(tensors, generator, "reference_dynamic", dynamic, request(tensors, adapter));
      Path all = GoldenDenoiser.adapterWith(golden, "all", scratch);
      run(tensors, generator, "reference_norm_lora_all", constant, request(tensors, all));
    }
  }

  private GenerationRequest.Builder request() {
    JsonNode settings = golden.json("08_pipeline.json");
    return GenerationRequest.builder(settings.get("prompt").asText())
        .negativePrompt(settings.get("negative_prompt").asText())
        .size(settings.get("height").asInt(), settings.get("width").asInt())
        .numFrames(settings.get("frames").asInt())
        .numInferenceSteps(settings.get("steps").asInt())
        .guidanceScale(settings.get("guidance_scale").asDouble())
        .scheduler("ddim");
  }

  private GenerationRequest.Builder request(CogVideoXTensors tensors, Path adapter) {
    return request().reference(referencePicture(tensors)).adapter(adapter);
  }

  private static PixelClip referencePicture(CogVideoXTensors tensors) {
    NDArray pixels = tensors.get("reference.pixels");
    long[] sizes = pixels.getShape().getShape();
    return new PixelClip(
        (int) sizes[1], (int) sizes[2], (int) sizes[3], (int) sizes[4], pixels.toFloatArray());
  }

  /** Generates and compares whatever of the run is stored: latents, guidance, the video. */
  private void run(
      CogVideoXTensors tensors,
      Generator generator,
      String path,
      GuidanceSchedule schedule,
      GenerationRequest.Builder request) {
    int steps = golden.json("08_pipeline.json").get("steps").asInt();
    golden.requireTensor(tensors, path + ".latents." + (steps - 1));
    List<Double> scales = new ArrayList<>();
    GeneratedVideo video =
        generator.generate(
            request.guidanceSchedule(schedule).build(),
            step -> {
              scales.add(step.guidanceScale());
              String name = path + ".latents." + step.index();
              if (tensors.has(name)) {
                NDArray latents = CogVideoXTensors.swapped(step.latents());
                Parity.relative("08", name, tensors.get(name), latents, LATENTS);
              }
            });
    JsonNode guidance = golden.json("08_pipeline.json").path(path + ".guidance_per_step");
    assertEquals(steps, guidance.size(), "guidance per step of " + path);
    assertEquals(steps, scales.size(), "steps of " + path);
    for (int i = 0; i < guidance.size(); i++) {
      assertEquals(guidance.get(i).asDouble(), scales.get(i), GUIDANCE, path);
    }
    if (tensors.has(path + ".video")) {
      checkVideo(tensors, path + ".video", video.clip());
    }
  }

  private static void checkVideo(CogVideoXTensors tensors, String name, PixelClip clip) {
    Shape shape = new Shape(1, clip.channels(), clip.frames(), clip.height(), clip.width());
    NDArray pixels = tensors.manager().create(clip.values(), shape);
    NDArray video = CogVideoXTensors.swapped(pixels.div(2).add(0.5f));
    Parity.relative("08", name, tensors.get(name), video, VIDEO);
  }

  private void checkEmbeddings(CogVideoXTensors tensors) {
    JsonNode settings = golden.json("08_pipeline.json");
    for (String name : List.of("prompt", "negative_prompt")) {
      NDArray embeddings =
          Objects.requireNonNull(model.get())
              .encodeText(tensors.manager(), List.of(settings.get(name).asText()))
              .arrays()
              .values()
              .iterator()
              .next();
      String stored = name + "_embeds";
      Parity.relative("08", stored, tensors.get(stored), embeddings, TEXT);
    }
  }

  private void checkReferenceLatents(CogVideoXTensors tensors) {
    LatentDistribution posterior =
        Objects.requireNonNull(model.get()).encode(tensors.get("reference.pixels"));
    NDArray sample = posterior.sample(tensors.get("reference.posterior_noise"));
    NDArray latents = CogVideoXTensors.swapped(sample);
    Parity.relative("08", "reference.latents", tensors.get("reference.latents"), latents, TEXT);
  }

  private CogVideoXTensors open() {
    return new CogVideoXTensors(golden.tensors("08_pipeline.safetensors"));
  }

  private Sdvgen sdvgen(CogVideoXTensors tensors, String videoStart) {
    Map<String, float[]> noise = new LinkedHashMap<>();
    noise.put(Generator.REFERENCE_NOISE, tensors.get("reference.posterior_noise").toFloatArray());
    noise.put(Generator.INITIAL_LATENTS, tensors.latents("initial_latents").toFloatArray());
    return Sdvgen.builder()
        .configuration(settings(videoStart))
        .draws(new StoredNoise(noise))
        .trainingModel(
            own -> {
              model.set(own);
              return own;
            })
        .open();
  }

  private Map<String, String> settings(String videoStart) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("backbone.name", "cogvideox");
    settings.put("backbone.checkpoint", golden.model().toString());
    settings.put("backbone.device", GoldenFolder.device());
    settings.put("backbone.dtype", "fp32");
    settings.put("backbone.long_prompts", "truncate");
    settings.put("backbone.even_latent_frames", "true");
    settings.put("backbone.video_start", videoStart);
    // The authors' pipeline has tiling on, that of diffusers has not.
    settings.put("backbone.vae_tiling", Boolean.toString(!videoStart.equals("zero")));
    return settings;
  }
}
