package org.sdvgen.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.testkit.NativeMemory;

/** One loaded model is trained and generated with, and neither disturbs the other. */
final class SessionTest {
  private static final String FILE = Trainer.ADAPTER_FILE;

  @TempDir private Path folder;

  /** An adapter that other runs have trained. */
  private Path other = Path.of("");

  @BeforeEach
  void trainAnother() {
    FakeRun.in(folder.resolve("other")).with("learning_rate", "0.3").with("seed", "9").train();
    other = folder.resolve("other").resolve(FILE);
  }

  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name)).with("generate.num_inference_steps", "1");
  }

  private byte[] bytes(String run, String file) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve(file));
  }

  private static GenerationRequest.Builder request() {
    return GenerationRequest.builder("a chair in the rain").size(8, 12).numFrames(5);
  }

  /** The latents of one step, which are linear in what the model predicts. */
  private static float[] generate(Generator generator, GenerationRequest.Builder request) {
    List<float[]> latents = new ArrayList<>();
    generator.generate(
        request.numInferenceSteps(1).build(), step -> latents.add(step.latents().toFloatArray()));
    return latents.get(0);
  }

  private static float[] generate(Generator generator) {
    return generate(generator, request());
  }

  private float[] generateWithOther(Generator generator) {
    return generate(generator, request().adapter(other));
  }

  private Path silent(Path adapter) {
    return SilentAdapter.of(adapter, folder.resolve("silent.safetensors"));
  }

  @Test
  void aRunBeginsOnce() {
    List<String> said = new ArrayList<>();
    Path initial = silent(other);
    try (Sdvgen sdvgen =
        run("a").with("initial_adapter", initial.toString()).builder().notices(said::add).open()) {
      sdvgen.trainer().train();
    }
    said.removeIf(line -> !line.contains("silent.safetensors"));
    assertFalse(said.isEmpty());
    assertEquals(said.stream().distinct().toList(), said, "said once");
  }

  @Test
  void aRunThatIsPreparedIsNotDisturbed() throws IOException {
    run("plain").train();
    try (Sdvgen sdvgen = run("disturbed").builder().open()) {
      Trainer trainer = sdvgen.trainer();
      generateWithOther(sdvgen.generator());
      trainer.train();
    }
    assertArrayEquals(bytes("plain", FILE), bytes("disturbed", FILE));
  }

  /** With an average of the weights; the clips of validation are those of the trained weights. */
  @Test
  void aListenerMayGenerateWhileTraining() throws IOException {
    watched("plain").train();
    List<float[]> trained = new ArrayList<>();
    List<float[]> others = new ArrayList<>();
    try (Sdvgen sdvgen = watched("watched").builder().open()) {
      Generator generator = sdvgen.generator();
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void stepFinished(StepReport report) {
                  others.add(generateWithOther(generator));
                  trained.add(generate(generator));
                  others.add(generateWithOther(generator));
                }
              });
      others.forEach(clip -> assertArrayEquals(others.get(0), clip));
      assertFalse(Arrays.equals(trained.get(0), trained.get(5)), "training goes on");
    }
    for (String file :
        List.of(
            FILE,
            "checkpoint-6/" + FILE,
            "checkpoint-6/ema_" + FILE,
            "checkpoint-6/optimizer.safetensors",
            "validation/step-3/00.png",
            "validation/step-6/00.png")) {
      assertArrayEquals(bytes("plain", file), bytes("watched", file), file);
    }
  }

  private FakeRun watched(String name) {
    return run(name)
        .with("use_ema", "true")
        .with("validation.steps", "3")
        .with("validation.prompts.prompt", "waves on a hill");
  }

  @Test
  void generatingLeavesNoArrayBehindWhileTraining() {
    List<NativeMemory> counts = new ArrayList<>();
    try (Sdvgen sdvgen = run("a").builder().open()) {
      Generator generator = sdvgen.generator();
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void stepFinished(StepReport report) {
                  generateWithOther(generator);
                  generate(generator);
                  counts.add(NativeMemory.now());
                }
              });
    }
    // The first step of each track may fill caches.
    counts.subList(2, counts.size()).forEach(count -> assertEquals(counts.get(2), count));
  }

  @Test
  void withoutAFileTheTrainedAdapterIsUsedAgain() {
    try (Sdvgen sdvgen = run("a").builder().open()) {
      float[] bare = generate(sdvgen.generator());
      sdvgen.trainer().train();
      Generator generator = sdvgen.generator();
      float[] trained = generate(generator);
      assertFalse(Arrays.equals(bare, trained));
      assertFalse(Arrays.equals(trained, generateWithOther(generator)));
      assertArrayEquals(trained, generate(generator));
      GenerationRequest.Builder fromFile = request().adapter(folder.resolve("a").resolve(FILE));
      assertArrayEquals(trained, generate(generator, fromFile));
    }
  }

  /** An adapter of a trained base acts on that, not on the pretrained one. */
  @Test
  void adaptersActOnTheBaseThatIsTrained() {
    float[] expected;
    FakeRun base = run("base").with("trainable.mode", "base").with("learning_rate", "0.1");
    try (Sdvgen sdvgen = base.builder().open()) {
      sdvgen.trainer().train();
      expected = generateWithOther(sdvgen.generator());
      assertFalse(Arrays.equals(expected, generate(sdvgen.generator())));
    }
    Path weights = folder.resolve("base/checkpoint-6/trained_weights.safetensors");
    try (Sdvgen pretrained = run("b").builder().open();
        Sdvgen loaded = run("c").with("trainable.weights", weights.toString()).builder().open()) {
      assertFalse(Arrays.equals(expected, generateWithOther(pretrained.generator())));
      assertArrayEquals(expected, generateWithOther(loaded.generator()));
    }
  }

  /** The fake model is linear: adapters add up, and weights are factors. */
  @Test
  void severalAdaptersAddUpByTheirWeights() {
    run("a").with("learning_rate", "0.2").train();
    Path own = folder.resolve("a").resolve(FILE);
    try (Sdvgen sdvgen = run("b").builder().open()) {
      Generator generator = sdvgen.generator();
      float[] bare = generate(generator);
      float[] first = generate(generator, request().adapter(own));
      float[] second = generateWithOther(generator);
      AdapterUse much = new AdapterUse(own, 2);
      AdapterUse less = new AdapterUse(other, -0.5);
      float[] both = generate(generator, request().adapter(much).adapter(less));
      float[] expected = new float[bare.length];
      for (int i = 0; i < bare.length; i++) {
        expected[i] = bare[i] + 2 * (first[i] - bare[i]) - 0.5f * (second[i] - bare[i]);
      }
      assertArrayEquals(expected, both, 1e-4f);
      float[] none = generate(generator, request().adapter(new AdapterUse(own, 0)));
      assertArrayEquals(bare, none);
      GenerationRequest twice = request().adapter(much).adapter(less).build();
      assertEquals(List.of(much, less), generator.generate(twice).adapters());
      assertTrue(generator.generate(request().build()).adapters().isEmpty());
    }
  }

  @Test
  void aFileIsReadOnceAsLongAsItIsTheSame() throws IOException {
    List<String> said = new ArrayList<>();
    Path file = silent(other);
    try (Sdvgen sdvgen = run("a").builder().notices(said::add).open()) {
      Generator generator = sdvgen.generator();
      float[] first = generate(generator, request().adapter(file));
      int once = said.size();
      assertTrue(once > 0);
      generate(generator);
      generate(generator, request().adapter(new AdapterUse(file, 0.5)));
      assertArrayEquals(first, generate(generator, request().adapter(file)));
      assertEquals(once, said.size(), said.toString());
      run("b").with("learning_rate", "0.1").train();
      Path another = folder.resolve("b").resolve(FILE);
      Files.copy(another, file, StandardCopyOption.REPLACE_EXISTING);
      float[] changed = generate(generator, request().adapter(file));
      assertArrayEquals(generate(generator, request().adapter(another)), changed);
      assertFalse(Arrays.equals(first, changed));
    }
  }

  @Test
  void adaptersThatAreNotWantedAnyMoreAreFreed() {
    run("a").with("learning_rate", "0.2").train();
    Path own = folder.resolve("a").resolve(FILE);
    try (Sdvgen sdvgen = run("b").builder().open()) {
      Generator generator = sdvgen.generator();
      generateWithOther(generator);
      NativeMemory before = NativeMemory.now();
      generate(generator, request().adapter(own).adapter(other));
      generateWithOther(generator);
      assertEquals(before, NativeMemory.now());
    }
  }
}
