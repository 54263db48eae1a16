package org.sdvgen.host.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.GenerationSettings.GuidanceReference;
import org.sdvgen.host.GenerationSettings.ReferenceSampling;
import org.sdvgen.host.Generator;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.testkit.NativeMemory;

/** Generating with the fake backbone, whose prediction is linear in everything it reads. */
final class VideoGeneratorTest {
  private static final int HEIGHT = 8;
  private static final int WIDTH = 12;

  @TempDir private Path folder;
  private final List<String> notices = new ArrayList<>();
  private final Sdvgen sdvgen =
      Sdvgen.builder()
          .configuration(Map.of("backbone.name", "fake", "generate.num_inference_steps", "2"))
          .notices(notices::add)
          .open();
  private final Generator generator = sdvgen.generator();

  @AfterEach
  void close() {
    sdvgen.close();
  }

  private static GenerationRequest.Builder request() {
    return GenerationRequest.builder("a chair in the rain").size(HEIGHT, WIDTH).numFrames(5);
  }

  private static PixelClip picture() {
    float[] values = new float[3 * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return new PixelClip(3, 1, HEIGHT, WIDTH, values);
  }

  /** The latents after a single step. */
  private float[] oneStep(GenerationRequest.Builder request) {
    List<float[]> latents = new ArrayList<>();
    generator.generate(
        request.numInferenceSteps(1).build(), step -> latents.add(step.latents().toFloatArray()));
    assertEquals(1, latents.size());
    return latents.get(0);
  }

  /** a + factor * (b - a). */
  private static float[] along(float[] a, float[] b, double factor) {
    float[] result = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = (float) (a[i] + factor * (b[i] - a[i]));
    }
    return result;
  }

  private String failure(GenerationRequest.Builder request) {
    return String.valueOf(
        assertThrows(InputException.class, () -> generator.generate(request.build())).getMessage());
  }

  @Test
  void sizesAndRateAreTheRequestsOrTheModels() {
    GeneratedVideo video = generator.generate(request().fps(10).build());
    PixelClip clip = video.clip();
    assertEquals(
        List.of(3, 5, HEIGHT, WIDTH),
        List.of(clip.channels(), clip.frames(), clip.height(), clip.width()));
    assertEquals(10, video.fps());
    assertEquals(420, video.seed());
    for (float value : clip.values()) {
      assertTrue(value >= -1 && value <= 1);
    }
    PixelClip natural = generator.generate(GenerationRequest.builder("x").build()).clip();
    assertEquals(List.of(9, 16, 24), List.of(natural.frames(), natural.height(), natural.width()));
  }

  @Test
  void equalSeedsGiveEqualVideos() {
    float[] one = generator.generate(request().seed(1).build()).clip().values();
    assertArrayEquals(one, generator.generate(request().seed(1).build()).clip().values());
    assertFalse(Arrays.equals(one, generator.generate(request().seed(2).build()).clip().values()));
  }

  @Test
  void guidanceExtrapolatesFromTheUnconditionalHalf() {
    float[] none = oneStep(request().guidanceScale(1));
    float[] two = oneStep(request().guidanceScale(2));
    float[] three = oneStep(request().guidanceScale(3));
    assertFalse(Arrays.equals(none, two));
    assertArrayEquals(along(none, two, 2), three, 1e-5f);
  }

  @Test
  void referenceGoesToBothHalvesOrToOne() {
    GenerationRequest.Builder[] requests = new GenerationRequest.Builder[3];
    for (int i = 0; i < requests.length; i++) {
      requests[i] = request().guidanceScale(3).referenceSampling(ReferenceSampling.MODE);
    }
    float[] without = oneStep(requests[0]);
    float[] both = oneStep(requests[1].reference(picture()));
    float[] one =
        oneStep(requests[2].reference(picture()).guidanceReference(GuidanceReference.CONDITIONAL));
    assertFalse(Arrays.equals(without, both));
    assertArrayEquals(along(without, both, 3), one, 1e-5f);
  }

  @Test
  void firstFrameStaysAsItIs() {
    float[] grey = new float[3 * HEIGHT * WIDTH];
    Arrays.fill(grey, 0.25f);
    GenerationRequest.Builder first =
        request()
            .reference(new PixelClip(3, 1, HEIGHT, WIDTH, grey))
            .referenceSampling(ReferenceSampling.MODE)
            .referenceMode(ReferenceMode.FIRST_FRAME);
    for (int scale = 1; scale <= 2; scale++) {
      float[] video = generator.generate(first.guidanceScale(scale).build()).clip().values();
      int frame = HEIGHT * WIDTH;
      assertEquals(0.25f, video[0]);
      assertEquals(0.25f, video[frame - 1]);
      assertNotEquals(0.25f, video[frame]);
    }
    assertTrue(
        failure(first.guidanceReference(GuidanceReference.CONDITIONAL)).contains("first frame"));
  }

  @Test
  void modelThatTakesTokensOnlyRefusesAFirstFrame() {
    Map<String, String> tokens = Map.of("backbone.name", "fake", "backbone.references", "tokens");
    try (Sdvgen other = Sdvgen.builder().configuration(tokens).open()) {
      GenerationRequest request = request().referenceMode(ReferenceMode.FIRST_FRAME).build();
      assertEquals(
          "generate.reference_mode = first_frame: the backbone fake takes a reference by tokens",
          assertThrows(InputException.class, () -> other.generator().generate(request))
              .getMessage());
    }
  }

  @Test
  void everyDrawHasItsPurpose() {
    List<DrawKey> keys = new ArrayList<>();
    Draws zeros =
        new Draws() {
          @Override
          public double[] uniforms(DrawKey key, int count) {
            throw new IllegalStateException("no uniforms are needed");
          }

          @Override
          public float[] normals(DrawKey key, int count) {
            keys.add(key);
            return new float[count];
          }
        };
    try (Sdvgen replaying =
        Sdvgen.builder().configuration(Map.of("backbone.name", "fake")).draws(zeros).open()) {
      replaying
          .generator()
          .generate(request().seed(5).numInferenceSteps(1).reference(picture()).build());
    }
    assertEquals(
        List.of(
            new DrawKey(5, 0, 0, Generator.REFERENCE_NOISE),
            new DrawKey(5, 0, 0, Generator.INITIAL_LATENTS)),
        keys);
  }

  @Test
  void subjectIsMarkedInThePrompt() {
    GeneratedVideo video = generator.generate(request().subject("Chair").build());
    assertEquals("a <cls> chair in the rain", video.prompt());
    for (var place :
        Map.of(
                TokenPlace.START,
                "<cls> a chair in the rain",
                TokenPlace.NONE,
                "a chair in the rain")
            .entrySet()) {
      GenerationRequest.Builder placed = request().subject("chair").subjectToken(place.getKey());
      assertEquals(place.getValue(), generator.generate(placed.build()).prompt());
    }
    Map<String, String> start = Map.of("backbone.name", "fake", "generate.subject_token", "start");
    try (Sdvgen other = Sdvgen.builder().configuration(start).open()) {
      GenerationRequest named = request().subject("chair").numInferenceSteps(1).build();
      assertEquals("<cls> a chair in the rain", other.generator().generate(named).prompt());
    }
    assertTrue(failure(request().subject("fox")).contains("\"fox\" does not occur"));
  }

  @Test
  void pictureFileIsFittedAndThatIsSaid() throws IOException {
    Path file = folder.resolve("reference.png");
    ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    generator.generate(request().reference(file).referenceFit(Fit.COVER).build());
    assertTrue(notices.get(0).contains("reference.png: 20x20"), notices.toString());
    assertTrue(notices.get(0).contains("cover to 12x8"), notices.toString());
    assertTrue(failure(request().reference(folder.resolve("no.png"))).contains("no.png"));
  }

  @Test
  void whatTheModelCannotDoIsSaid() {
    assertTrue(failure(request().numFrames(6)).contains("frames must be 4N+1"));
    assertTrue(failure(request().size(9, 12)).contains("height must be a multiple of 4, not 9"));
    assertTrue(failure(request().scheduler("eulr")).contains("euler"));
    assertTrue(failure(request().flowShift(3)).startsWith("flow_shift: the fake backbone"));
    assertTrue(
        failure(request().size(16, 12).reference(picture())).contains("expected 1 frame of 12x16"));
    assertThrows(InputException.class, () -> request().numInferenceSteps(0).build());
  }

  @Test
  void configuredShapesAreFittedToTheModel() {
    Map<String, String> settings =
        Map.of("backbone.name", "fake", "generate.height", "11", "generate.num_frames", "7");
    try (Sdvgen fitted = Sdvgen.builder().configuration(settings).notices(notices::add).open()) {
      PixelClip clip =
          fitted.generator().generate(GenerationRequest.builder("a chair").build()).clip();
      assertEquals(List.of(8, 5), List.of(clip.height(), clip.frames()));
    }
    assertTrue(notices.get(0).contains("generate.height: 8 is used instead of 11"));
    assertTrue(notices.get(1).contains("generate.num_frames: 5 is used instead of 7"));
  }

  @Test
  void adapterIsUsedWhereItIsNamed() {
    FakeRun.in(folder).with("max_train_steps", "30").train();
    Path adapter = folder.resolve("pytorch_lora_weights.safetensors");
    float[] bare = oneStep(request());
    float[] adapted = oneStep(request().adapter(adapter));
    assertFalse(Arrays.equals(bare, adapted));
    assertArrayEquals(bare, oneStep(request()));
    assertArrayEquals(adapted, oneStep(request().adapter(adapter)));
  }

  @Test
  void modelJustTrainedIsUsedAsItStands() {
    float[] bare = oneStep(request());
    try (Sdvgen both =
        FakeRun.in(folder).with("generate.num_inference_steps", "1").builder().open()) {
      both.trainer().train();
      List<float[]> latents = new ArrayList<>();
      both.generator()
          .generate(request().build(), step -> latents.add(step.latents().toFloatArray()));
      assertFalse(Arrays.equals(bare, latents.get(0)));
    }
  }

  @Test
  void videoIsSaved() {
    GeneratedVideo video = generator.generate(request().size(16, 24).build());
    video.saveVideo(folder.resolve("new/clip.mp4"));
    video.saveFrames(folder.resolve("frames"));
    assertTrue(Files.isRegularFile(folder.resolve("new/clip.mp4")));
    assertTrue(Files.isRegularFile(folder.resolve("frames/0004.png")));
  }

  @Test
  void whatTheFileCannotHoldIsRefusedBeforeAnythingIsMade() {
    GenerationRequest asked = request().output(folder.resolve("clip.gif")).fps(200).build();
    String message =
        String.valueOf(
            assertThrows(
                    InputException.class,
                    () -> generator.generate(asked, step -> fail("a step was made")))
                .getMessage());
    assertTrue(message.contains("clip.gif: GIF shows from"), message);
  }

  @Test
  void nothingIsLeftInNativeMemory() throws Throwable {
    GenerationRequest asked = request().reference(picture()).build();
    generator.generate(asked);
    NativeMemory.assertNothingLeft(() -> generator.generate(asked));
  }
}
