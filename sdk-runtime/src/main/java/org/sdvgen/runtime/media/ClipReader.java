package org.sdvgen.runtime.media;

import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.error.InputException;

/**
 * One reading of one clip. Frames are chosen by presentation time alone: for each wanted time, the
 * frame that a player shows at that time. So a clip keeps the video's speed whatever its rate, and
 * a video of variable rate needs no special case. Two frames are held at a time, however long the
 * video is.
 */
final class ClipReader implements AutoCloseable {
  /**
   * Containers round presentation times to their clock, half a unit at most; a coarse clock counts
   * frames exactly.
   */
  private static final double MAX_ROUNDING_SECONDS = 5e-4;

  private static final double ARITHMETIC_SLACK = 1e-6;

  /**
   * How far before the wanted time to look for a key frame, until one is found that is not too
   * late. After that the file is read from its beginning: containers without an index lead
   * anywhere.
   */
  private static final double[] SEEK_MARGINS_SECONDS = {0, 2, 10};

  private final MediaFile file;
  private final ClipRequest request;
  private VideoStream stream;
  private final FrameConverter converter;
  private final double slack;
  private final ClipBuilder clip;
  private AVFrame shown;
  private AVFrame next;
  private double origin;
  private double start;
  private boolean transparent;

  private ClipReader(MediaFile file, VideoStream stream, ClipRequest request) {
    this.file = file;
    this.request = request;
    this.stream = stream;
    this.converter = new FrameConverter(file);
    this.slack =
        Math.min(stream.container().secondsPerTick() / 2, MAX_ROUNDING_SECONDS) + ARITHMETIC_SLACK;
    this.clip = new ClipBuilder(request);
    this.shown = Ffmpeg.allocated(avutil.av_frame_alloc());
    this.next = Ffmpeg.allocated(avutil.av_frame_alloc());
  }

  /**
   * Reads a clip.
   *
   * @throws InputException if the file cannot be read, is damaged where the clip needs it, or is
   *     too short
   */
  static Clip read(MediaFile file, ClipRequest request) {
    try (ClipReader reader = new ClipReader(file, VideoStream.open(file), request)) {
      return reader.run();
    }
  }

  @Override
  public void close() {
    stream.close();
    converter.close();
    avutil.av_frame_free(shown);
    avutil.av_frame_free(next);
  }

  private Clip run() {
    if (!stream.read(shown)) {
      throw new InputException(file + ": there is not a single frame in its video stream");
    }
    origin = stream.seconds(shown);
    if (request.start() > 0) {
      start = request.start() * latestStart();
      seek();
    }
    while (!clip.isComplete() && stream.read(next)) {
      takeUntil(time(next));
      AVFrame past = shown;
      shown = next;
      next = past;
    }
    // A lone frame without a duration is shown at its own time at least.
    double end = time(shown) + Math.max(stream.lastFrameShownSeconds(shown), 2 * slack);
    takeUntil(end);
    if (!clip.isComplete()) {
      throw tooShort(end);
    }
    return clip.finish(summary());
  }

  /** Takes the frame on show for every wanted time before {@code end}. */
  private void takeUntil(double end) {
    @Nullable RgbImage image = null;
    while (!clip.isComplete() && wantedTime(clip.taken()) < end - slack) {
      if (image == null) {
        RgbImage upright = stream.container().upright(converter.convert(shown));
        transparent |= FrameConverter.hasAlpha(shown);
        image = clip.fit(upright, aspect(shown));
      }
      clip.add(image, time(shown));
    }
  }

  private double wantedTime(int frame) {
    return start + frame / request.framesPerSecond();
  }

  private double time(AVFrame frame) {
    return stream.seconds(frame) - origin;
  }

  private double aspect(AVFrame frame) {
    double stored = stream.container().pixelAspect(frame);
    return stream.container().orientation().swapsAxes() ? 1 / stored : stored;
  }

  /**
   * The latest start that leaves room for all frames: the last wanted time is that of the video's
   * last frame.
   */
  private double latestStart() {
    double lastFrame = VideoLength.lastFrameSeconds(file) - origin;
    return Math.max(0, lastFrame - (request.frames() - 1) / request.framesPerSecond());
  }

  private void seek() {
    for (double margin : SEEK_MARGINS_SECONDS) {
      if (!stream.seek(origin + Math.max(0, start - margin))) {
        // Nothing has moved: the frames up to the start are decoded and passed over.
        break;
      }
      if (stream.readAfterSeek(shown) && isBeforeStart(time(shown))) {
        return;
      }
    }
    restart();
  }

  /** A clock that wrapped leads far before the beginning. */
  private boolean isBeforeStart(double time) {
    return time >= -slack && time <= start + slack;
  }

  private void restart() {
    VideoStream again = VideoStream.open(file);
    stream.close();
    stream = again;
    if (!stream.read(shown)) {
      throw new InputException(file + ": there is not a single frame in its video stream");
    }
  }

  private InputException tooShort(double end) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: too short: %d frames at %.4g fps need more than %.2f s of video, but its frames"
                + " end after %.2f s, enough for %d; take a longer video, fewer frames or a higher"
                + " rate",
            file,
            request.frames(),
            request.framesPerSecond(),
            wantedTime(request.frames() - 1),
            end,
            clip.taken()));
  }

  private String summary() {
    return String.format(
        Locale.ROOT,
        "%s (%s%s): %d frames taken at %.4g fps from %.2f s to %.2f s",
        file.shortName(),
        stream.container().info(shown).describe(),
        transparent ? ", transparency composited over white" : "",
        request.frames(),
        request.framesPerSecond(),
        start,
        wantedTime(request.frames() - 1));
  }
}
