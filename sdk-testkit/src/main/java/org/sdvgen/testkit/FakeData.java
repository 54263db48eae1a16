package org.sdvgen.testkit;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.data.View;

/** Samples computed from their index: smooth waves, with captions of different lengths. */
public final class FakeData {
  private static final int COLOURS = 3;
  private static final List<String> SCENES =
      List.of("at home", "in the rain", "on a hill by night");

  private FakeData() {}

  /**
   * A source of subject pairs.
   *
   * @param size number of samples
   * @return the source
   */
  public static DataSource pairs(int size) {
    return new ListSource<>(
        SubjectPair.class, IntStream.range(0, size).mapToObj(FakeData::pair).toList());
  }

  /**
   * A source of captioned videos.
   *
   * @param size number of samples
   * @return the source
   */
  public static DataSource videos(int size) {
    return new ListSource<>(
        CaptionedVideo.class, IntStream.range(0, size).mapToObj(FakeData::video).toList());
  }

  /**
   * One subject pair.
   *
   * @param index its number
   * @return the pair; its subject is "chair"
   */
  public static SubjectPair pair(int index) {
    return new SubjectPair(
        "pair-" + index,
        view -> waves(view, 1, index, 0),
        view -> waves(view, 1, index + 0.5, 0),
        "a chair " + scene(index),
        "chair");
  }

  /**
   * One captioned video; in turn they are three times as wide as high, square, and three times as
   * high as wide.
   *
   * @param index its number
   * @return the video
   */
  public static CaptionedVideo video(int index) {
    return new CaptionedVideo("video-" + index, new FakeVideo(index), scene(index));
  }

  private static String scene(int index) {
    return SCENES.get(index % SCENES.size());
  }

  private static PixelClip clip(ClipRequest request, int index) {
    double start = request.start() / request.framesPerSecond();
    return waves(request.view(), request.frames(), index, start);
  }

  private static PixelClip waves(View view, int frames, double phase, double start) {
    float[] values = new float[COLOURS * frames * view.height() * view.width()];
    int at = 0;
    for (int c = 0; c < COLOURS; c++) {
      for (int f = 0; f < frames; f++) {
        for (int y = 0; y < view.height(); y++) {
          for (int x = 0; x < view.width(); x++) {
            double row = place(y, view.height(), view.zoom(), view.offsetY());
            double column = place(x, view.width(), view.zoom(), view.offsetX());
            values[at++] = (float) Math.sin(phase + c + start + 0.3 * f + 4 * row + 7 * column);
          }
        }
      }
    }
    return new PixelClip(COLOURS, frames, view.height(), view.width(), values);
  }

  /** The position of a crop's pixel in the whole picture, from 0 to 1. */
  private static double place(int index, int size, double zoom, double offset) {
    return (offset * (zoom - 1) + (double) index / size) / zoom;
  }

  private record FakeVideo(int index) implements Video {
    @Override
    public PixelClip read(ClipRequest request) {
      return clip(request, index);
    }

    @Override
    public OptionalDouble aspectRatio() {
      return OptionalDouble.of(Math.pow(3, 1 - index % 3));
    }
  }

  private record ListSource<S extends Sample>(Class<S> sampleType, List<S> samples)
      implements DataSource {
    @Override
    public long size() {
      return samples.size();
    }

    @Override
    public Sample sample(long index) {
      return samples.get(Math.toIntExact(index));
    }
  }
}
