package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Generator;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.testkit.golden.StoredNoise;

/**
 * Case 8: text to video, the model's own image to video, and video with a reference, by the
 * product's generator.
 */
class T08PipelineGoldenTest {
  private static final double LATENTS = 2e-4;
  private static final double TIMESTEPS = 1e-6;
  private static final double VIDEO = 5e-4;

  private final GoldenFolder golden = WanGolden.open();
  private final AtomicReference<RecordingModel> model = new AtomicReference<>();

  @Test
  void textToVideoAgrees() {
    try (GoldenTensors tensors = open("pipeline_t2v");
        Sdvgen sdvgen = sdvgen(tensors, "continuous")) {
      run(tensors, sdvgen.generator(), "pipeline_t2v", request(tensors));
    }
  }

  @Test
  void imageToVideoAgrees() {
    try (GoldenTensors tensors = open("pipeline_i2v");
        Sdvgen sdvgen = sdvgen(tensors, "continuous")) {
      Generator generator = sdvgen.generator();
      checkImage(tensors, "pipeline_i2v", "image_latents");
      GenerationRequest.Builder request =
          request(tensors).reference(picture(tensors)).referenceMode(ReferenceMode.FIRST_FRAME);
      run(tensors, generator, "pipeline_i2v", request);
    }
  }

  @Test
  void referencePipelineAgrees() {
    runReference("pipeline_ref", "continuous");
  }

  @Test
  void referencePipelineBesideTheVideoAgrees() {
    runReference("pipeline_ref_shift", "shared-frame-shifted");
  }

  private void runReference(String path, String position) {
    try (GoldenTensors tensors = open(path);
        Sdvgen sdvgen = sdvgen(tensors, position)) {
      Generator generator = sdvgen.generator();
      checkImage(tensors, path, "reference_latents");
      run(
          tensors,
          generator,
          path,
          request(tensors).reference(picture(tensors)).adapter(golden.adapter()));
    }
  }

  private GoldenTensors open(String path) {
    return new GoldenTensors(golden.tensors(path + ".safetensors"));
  }

  /** Sizes, steps and guidance as they are stored; the rest as the backbone's own. */
  private GenerationRequest.Builder request(GoldenTensors tensors) {
    JsonNode cases = golden.json("cases.json");
    Shape latents = tensors.get("start_latents").getShape();
    LatentGeometry geometry = WanGolden.geometry(golden);
    return GenerationRequest.builder(cases.get("prompt").asText())
        .negativePrompt(cases.get("negative_prompt").asText())
        .size(
            (int) latents.get(3) * geometry.spatialFactor(),
            (int) latents.get(4) * geometry.spatialFactor())
        .numFrames(((int) latents.get(2) - 1) * geometry.temporalFactor() + 1)
        .numInferenceSteps((int) tensors.get("steps").getLong())
        .guidanceScale(tensors.get("guidance").getFloat());
  }

  private static PixelClip picture(GoldenTensors tensors) {
    NDArray image = tensors.get("image");
    Shape shape = image.getShape();
    return new PixelClip(
        (int) shape.get(1),
        1,
        (int) shape.get(2),
        (int) shape.get(3),
        image.mul(2).sub(1).toFloatArray());
  }

  /** Generates and compares everything that is stored of the run. */
  private void run(
      GoldenTensors tensors, Generator generator, String path, GenerationRequest.Builder request) {
    checkEmbeddings(tensors, path, "prompt");
    if (isGuided(tensors)) {
      checkEmbeddings(tensors, path, "negative_prompt");
    }
    List<Double> timesteps = new ArrayList<>();
    NDArray expected = tensors.get("step_latents");
    GeneratedVideo video =
        generator.generate(
            request.build(),
            step -> {
              timesteps.add(step.timestep());
              String name = path + ".step_latents." + step.index();
              Parity.relative("08", name, expected.get(step.index()), step.latents(), LATENTS);
            });
    checkTimesteps(tensors, path, timesteps);
    checkPredictions(tensors, path);
    if (tensors.has("video")) {
      checkVideo(tensors, path + ".video", video.clip());
    }
  }

  /** The whole timesteps of UniPC are exact, the others of the Euler solver are not. */
  private static void checkTimesteps(GoldenTensors tensors, String path, List<Double> timesteps) {
    double[] found = timesteps.stream().mapToDouble(Double::doubleValue).toArray();
    NDArray actual = tensors.manager().create(found).toType(DataType.FLOAT32, false);
    double tolerance = tensors.get("timesteps").getDataType().isInteger() ? 0 : TIMESTEPS;
    NDArray expected = tensors.timesteps("timesteps");
    Parity.relative("08", path + ".timesteps", expected, actual, tolerance);
  }

  /** Whether the run needs the negative prompt: a guidance of 1 is none. */
  private static boolean isGuided(GoldenTensors tensors) {
    return tensors.get("guidance").getFloat() > 1;
  }

  /** What the denoiser predicted, or guidance as the formula says from both halves of it. */
  private void checkPredictions(GoldenTensors tensors, String path) {
    if (!tensors.has("guided_predictions")) {
      return;
    }
    NDArray expected = tensors.get("guided_predictions");
    List<float[]> predictions = Objects.requireNonNull(model.get()).predictions();
    assertEquals(expected.getShape().get(0), predictions.size());
    for (int step = 0; step < predictions.size(); step++) {
      float[] predicted = predictions.get(step);
      float[] guided = isGuided(tensors) ? guided(tensors, predicted) : predicted;
      NDArray one = expected.get(step);
      String name = path + ".guided_predictions." + step;
      NDArray actual = tensors.manager().create(guided, one.getShape());
      Parity.relative("08", name, one, actual, LATENTS);
    }
  }

  private static float[] guided(GoldenTensors tensors, float[] halves) {
    float guidance = tensors.get("guidance").getFloat();
    float[] guided = new float[halves.length / 2];
    for (int i = 0; i < guided.length; i++) {
      guided[i] = halves[i] + guidance * (halves[guided.length + i] - halves[i]);
    }
    return guided;
  }

  private static void checkVideo(GoldenTensors tensors, String name, PixelClip clip) {
    Shape shape = new Shape(1, clip.channels(), clip.frames(), clip.height(), clip.width());
    NDArray pixels = tensors.manager().create(clip.values(), shape);
    NDArray video = pixels.div(2).add(0.5f).swapAxes(1, 2).duplicate();
    Parity.absolute("08", name, tensors.get("video"), video, VIDEO);
  }

  private void checkEmbeddings(GoldenTensors tensors, String path, String name) {
    String text = golden.json("cases.json").get(name).asText();
    NDArray embeddings =
        Objects.requireNonNull(model.get())
            .encodeText(tensors.manager(), List.of(text))
            .arrays()
            .values()
            .iterator()
            .next();
    String stored = name + "_embeds";
    Parity.relative("08", path + "." + stored, tensors.get(stored), embeddings, LATENTS);
  }

  private void checkImage(GoldenTensors tensors, String path, String name) {
    NDArray pixels = tensors.get("image").mul(2).sub(1).expandDims(2);
    NDArray latents = Objects.requireNonNull(model.get()).encode(pixels).mode();
    Parity.relative("08", path + "." + name, tensors.get(name), latents, LATENTS);
  }

  private Sdvgen sdvgen(GoldenTensors tensors, String position) {
    float[] start = tensors.get("start_latents").toFloatArray();
    return Sdvgen.builder()
        .configuration(settings(tensors, position))
        .draws(new StoredNoise(Map.of(Generator.INITIAL_LATENTS, start)))
        .trainingModel(
            own -> {
              RecordingModel recording = new RecordingModel(own);
              model.set(recording);
              return recording;
            })
        .open();
  }

  private Map<String, String> settings(GoldenTensors tensors, String position) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("backbone.name", "wan22");
    settings.put("backbone.checkpoint", golden.model().toString());
    settings.put("backbone.device", GoldenFolder.device());
    settings.put("backbone.dtype", "fp32");
    settings.put("backbone.long_prompts", "truncate");
    settings.put("backbone.reference_position", position);
    long textTokens = tensors.get("prompt_embeds").getShape().get(1);
    settings.put("backbone.max_sequence_length", Long.toString(textTokens));
    settings.put("backbone.vae_tiling", "false");
    return settings;
  }
}
