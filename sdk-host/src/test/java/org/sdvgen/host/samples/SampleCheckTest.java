package org.sdvgen.host.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.OwnSource;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.testkit.FakeData;

/** Inspecting, preparing and training refuse the same samples, before any of them is read. */
class SampleCheckTest {
  private static final String TOO_LONG = "very ".repeat(24) + "long";

  /** How many samples were asked for. */
  private final AtomicLong asked = new AtomicLong();

  @TempDir private Path folder;

  @Test
  void promptsThatAreTooLongAreNamedBeforeTheFirstStep() {
    OwnSource<CaptionedVideo> captions = captions(9, index -> index % 4 == 1 ? TOO_LONG : "a wave");
    List<Consumer<Sdvgen>> ways = List.of(Sdvgen::trainer, Sdvgen::inspector, Sdvgen::preparer);
    for (Consumer<Sdvgen> way : ways) {
      String message = refusal(run(), captions, way);
      assertTrue(message.startsWith("track long: 2 samples cannot be trained on"), message);
      for (long index : List.of(1, 5)) {
        assertTrue(message.contains("video-" + index + ": the prompt \"very very"), message);
      }
      assertTrue(message.contains("has 25 tokens and the model takes 24: shorten it"), message);
    }
  }

  @Test
  void soAreThoseHeldOut() {
    OwnSource<CaptionedVideo> captions = captions(9, index -> index == 8 ? TOO_LONG : "a wave");
    String message = refusal(run().with("track.long.held_out", "2"), captions, Sdvgen::trainer);
    assertTrue(message.contains("video-8: the prompt"), message);
  }

  @Test
  void ofManyTheFirstAreNamed() {
    String message = refusal(run(), captions(30, index -> TOO_LONG), Sdvgen::trainer);
    assertTrue(message.startsWith("track long: 30 samples"), message);
    assertEquals(20, message.lines().filter(line -> line.contains("the prompt")).count());
    assertTrue(message.endsWith("and 10 more"), message);
  }

  @Test
  void ofASourceWithoutEndAsManyAreAskedAsAreTaken() {
    OwnSource<CaptionedVideo> captions = captions(1L << 40, index -> "a wave");
    try (Sdvgen sdvgen = open(run().with("max_train_steps", "50"), captions)) {
      sdvgen.inspector();
      assertEquals(50, asked.get());
      // The fingerprint looks at some of them, too, and comes to an end.
      sdvgen.trainer();
    }
    assertTrue(asked.get() < 1000, asked + " samples");
  }

  private FakeRun run() {
    return FakeRun.in(folder)
        .with("max_train_steps", "40")
        .with("cache.folder", folder.resolve("cache").toString())
        .with("cache.variants", "1")
        .with("track.long.data.name", "captions");
  }

  private static Sdvgen open(FakeRun run, OwnSource<CaptionedVideo> captions) {
    return run.builder().plugin(captions).open();
  }

  private static String refusal(
      FakeRun run, OwnSource<CaptionedVideo> captions, Consumer<Sdvgen> way) {
    try (Sdvgen sdvgen = open(run, captions)) {
      return String.valueOf(
          assertThrows(InputException.class, () -> way.accept(sdvgen)).getMessage());
    }
  }

  /** Brings a source of computed videos with chosen captions. */
  private OwnSource<CaptionedVideo> captions(long size, LongFunction<String> captions) {
    return new OwnSource<>(
        "captions",
        CaptionedVideo.class,
        size,
        index -> {
          asked.incrementAndGet();
          CaptionedVideo video = FakeData.video((int) (index % 8));
          return new CaptionedVideo("video-" + index, video.video(), captions.apply(index));
        });
  }
}
