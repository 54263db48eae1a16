package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.data.View;

/** The contract of data sources; pixels are read of the kinds of sample that come with the SDK. */
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
   * The length of the clips to read of each video.
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

  /**
   * The same index gives the same sample with the same texts and pixels: in another source as well,
   * and in any order of reading.
   */
  @Test
  void isAFunctionOfTheIndex() {
    try (DataSource first = newSource();
        DataSource second = newSource()) {
      List<Content> contents = contents(first, IntStream.range(0, size(first)));
      int last = size(second) - 1;
      List<Content> backwards =
          new ArrayList<>(contents(second, IntStream.rangeClosed(0, last).map(i -> last - i)));
      Collections.reverse(backwards);
      assertEquals(contents, backwards);
      assertEquals(contents, contents(first, IntStream.range(0, size(first))), "read again");
    }
  }

  /** Texts and pixels belong to their index: a source gives more than one sample by many names. */
  @Test
  void samplesDifferInMoreThanTheirNames() {
    try (DataSource source = newSource()) {
      long different =
          contents(source, IntStream.range(0, size(source))).stream()
              .map(content -> new Content("", content.texts(), content.pixels()))
              .distinct()
              .count();
      assertTrue(different > 1 || source.size() == 1, "all samples have the same content");
    }
  }

  private List<Content> contents(DataSource source, IntStream indices) {
    return indices.mapToObj(index -> content(source.sample(index))).toList();
  }

  private static int size(DataSource source) {
    return Math.toIntExact(source.size());
  }

  /** Pixels have the requested size, lie in [-1, 1] and are the same at every reading. */
  @Test
  void readsPixelsAsAsked() {
    withSamples(
        samples -> {
          for (Sample sample : samples) {
            VIEWS.forEach(view -> read(sample, view));
          }
        });
  }

  /** Several threads may read at once, with the same results as one thread. */
  @Test
  void readsFromSeveralThreads() {
    try (DataSource source = newSource()) {
      int size = size(source);
      List<Content> contents = contents(source, IntStream.range(0, size));
      List<Content> together =
          IntStream.range(0, 16 * size)
              .parallel()
              .mapToObj(i -> content(source.sample(i % size)))
              .toList();
      for (int i = 0; i < together.size(); i++) {
        assertEquals(contents.get(i % size), together.get(i));
      }
    }
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
    pictures(sample).forEach(picture -> assertPixels(picture.read(view), picture.read(view), 1));
    videos(sample)
        .forEach(
            video -> {
              ClipRequest request = new ClipRequest(view, frames(), 8, 0);
              assertPixels(video.read(request), video.read(request), frames());
            });
  }

  private static List<Picture> pictures(Sample sample) {
    if (sample instanceof SubjectPair pair) {
      return List.of(pair.source(), pair.target());
    }
    return sample instanceof EvaluationSample subject ? List.of(subject.reference()) : List.of();
  }

  private static List<Video> videos(Sample sample) {
    return sample instanceof CaptionedVideo captioned ? List.of(captioned.video()) : List.of();
  }

  private Content content(Sample sample) {
    List<String> texts = new ArrayList<>(new TreeMap<>(sample.describe()).values());
    texts.add(String.valueOf(sample.aspectRatio()));
    texts.addAll(sample.identity(false));
    texts.addAll(sample.identity(true));
    if (sample instanceof EvaluationSample subject) {
      texts.addAll(List.of(subject.prompt(), subject.subject()));
    } else if (sample instanceof CaptionedVideo captioned) {
      texts.add(captioned.caption());
    }
    View view = VIEWS.get(0);
    List<FloatBuffer> pixels = new ArrayList<>();
    pictures(sample).forEach(picture -> pixels.add(FloatBuffer.wrap(picture.read(view).values())));
    ClipRequest request = new ClipRequest(view, frames(), 8, 0);
    videos(sample).forEach(video -> pixels.add(FloatBuffer.wrap(video.read(request).values())));
    return new Content(sample.id(), texts, pixels);
  }

  /**
   * The contents of a sample of the SDK's kinds.
   *
   * @param id its name
   * @param texts prompts, captions and descriptions
   * @param pixels values of its pictures and videos, compared one by one
   */
  private record Content(String id, List<String> texts, List<FloatBuffer> pixels) {}

  private static void assertPixels(PixelClip clip, PixelClip again, int frames) {
    assertEquals(3, clip.channels());
    assertEquals(frames, clip.frames());
    assertEquals(HEIGHT, clip.height());
    assertEquals(WIDTH, clip.width());
    for (float value : clip.values()) {
      assertTrue(value >= -1 && value <= 1, () -> "a value outside [-1, 1]: " + value);
    }
    assertArrayEquals(clip.values(), again.values());
  }
}
