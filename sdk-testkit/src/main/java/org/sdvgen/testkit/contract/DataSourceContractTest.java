package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;

/**
 * What every data source promises; pixels are read of the kinds of sample that come with the SDK.
 */
public abstract class DataSourceContractTest {
  private static final int HEIGHT = 16;
  private static final int WIDTH = 24;
  private static final List<View> VIEWS =
      List.of(
          View.whole(HEIGHT, WIDTH, Fit.COVER),
          View.whole(HEIGHT, WIDTH, Fit.CONTAIN),
          new View(HEIGHT, WIDTH, Fit.COVER, 1.5, 0, 1));

  /** For subclasses. */
  protected DataSourceContractTest() {}

  /**
   * Makes a source.
   *
   * @return a source of a few samples; the test closes it
   */
  protected abstract DataSource newSource();

  /**
   * How much to ask of each video.
   *
   * @return a number of frames at 8 per second that every video has
   */
  protected int frames() {
    return 5;
  }

  /** There is at least one sample, and every one is of the announced kind, with its own name. */
  @Test
  void givesNamedSamplesOfItsKind() {
    withSamples(
        samples -> {
          assertFalse(samples.isEmpty());
          Set<String> ids = new HashSet<>();
          for (Sample sample : samples) {
            assertFalse(sample.id().isBlank());
            assertTrue(ids.add(sample.id()), () -> "two samples are called " + sample.id());
          }
        });
  }

  /** The same index gives the same sample, in another source as well. */
  @Test
  void isAFunctionOfTheIndex() {
    try (DataSource first = newSource();
        DataSource second = newSource()) {
      assertEquals(first.size(), second.size());
      for (long index = 0; index < first.size(); index++) {
        assertEquals(first.sample(index).id(), second.sample(index).id());
      }
    }
  }

  /** Pixels have the asked size, lie in [-1, 1] and are the same at every reading. */
  @Test
  void readsPixelsAsAsked() {
    withSamples(
        samples -> {
          for (Sample sample : samples) {
            VIEWS.forEach(view -> read(sample, view));
          }
        });
  }

  /** Several threads may read at once. */
  @Test
  void readsFromSeveralThreads() {
    withSamples(
        samples ->
            IntStream.range(0, 16)
                .parallel()
                .forEach(i -> read(samples.get(i % samples.size()), VIEWS.get(0))));
  }

  private void withSamples(Consumer<List<Sample>> test) {
    try (DataSource source = newSource()) {
      List<Sample> samples =
          IntStream.range(0, Math.toIntExact(source.size()))
              .mapToObj(index -> source.sample(index))
              .toList();
      samples.forEach(sample -> assertInstanceOf(source.sampleType(), sample));
      test.accept(samples);
    }
  }

  private void read(Sample sample, View view) {
    if (sample instanceof SubjectPair pair) {
      assertPixels(() -> pair.source().read(view), 1);
      assertPixels(() -> pair.target().read(view), 1);
    } else if (sample instanceof CaptionedVideo captioned) {
      ClipRequest request = new ClipRequest(view, frames(), 8, 0);
      assertPixels(() -> captioned.video().read(request), frames());
    }
  }

  private static void assertPixels(Supplier<PixelClip> reading, int frames) {
    PixelClip clip = reading.get();
    assertEquals(3, clip.channels());
    assertEquals(frames, clip.frames());
    assertEquals(HEIGHT, clip.height());
    assertEquals(WIDTH, clip.width());
    for (float value : clip.values()) {
      assertTrue(value >= -1 && value <= 1, () -> "a value outside [-1, 1]: " + value);
    }
    assertArrayEquals(clip.values(), reading.get().values());
  }
}
