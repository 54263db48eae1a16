package org.sdvgen.runtime.media;

import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.sdvgen.api.error.InputException;

/**
 * The video track of one file, decoded: frames come in presentation order, one at a time, into a
 * frame that the caller owns.
 */
final class VideoStream implements AutoCloseable {
  /** Enough to keep up with training; each thread keeps one more frame in flight. */
  private static final int DECODER_THREADS = 2;

  private final MediaFile file;
  private final VideoPackets packets;
  private final AVCodecContext decoder;
  private double position;
  private long lastTicks = avutil.AV_NOPTS_VALUE;

  private VideoStream(MediaFile file, VideoPackets packets, AVCodecContext decoder) {
    this.file = file;
    this.packets = packets;
    this.decoder = decoder;
  }

  /**
   * Opens a file.
   *
   * @throws InputException if the file is missing or FFmpeg finds no video in it that it can decode
   */
  static VideoStream open(MediaFile file) {
    return open(file, 0);
  }

  /**
   * Opens a file whose damage the decoder must report instead of painting over it.
   *
   * @throws InputException as {@link #open} does
   */
  static VideoStream openStrictly(MediaFile file) {
    return open(file, StillDecoder.STRICT);
  }

  private static VideoStream open(MediaFile file, int errorRecognition) {
    VideoPackets packets = VideoPackets.open(file);
    try {
      return new VideoStream(file, packets, openDecoder(file, packets, errorRecognition));
    } catch (RuntimeException e) {
      packets.close();
      throw e;
    }
  }

  /**
   * Decodes all frames.
   *
   * @return how many there are
   * @throws InputException if the file cannot be read or is damaged anywhere
   */
  static long countFrames(MediaFile file) {
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try (VideoStream stream = VideoStream.open(file)) {
      long frames = 0;
      while (stream.read(frame)) {
        frames++;
      }
      return frames;
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  /**
   * Returns the header, completed by the first frame.
   *
   * @throws InputException if the file cannot be read or its first frame is damaged
   */
  static VideoInfo info(MediaFile file) {
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try (VideoStream stream = VideoStream.open(file)) {
      if (!stream.read(frame)) {
        throw new InputException(file + ": there is not a single frame in its video stream");
      }
      return stream.container().info(frame);
    } finally {
      avutil.av_frame_free(frame);
    }
  }

  /** Returns the header. */
  VideoPackets container() {
    return packets;
  }

  /**
   * Decodes the next frame in presentation order.
   *
   * @param frame receives it; its former content is released
   * @return false at the end of the stream
   * @throws InputException if the file is damaged or cut off here
   */
  boolean read(AVFrame frame) {
    while (true) {
      int code = avcodec.avcodec_receive_frame(decoder, frame);
      if (code == avutil.AVERROR_EOF()) {
        return false;
      }
      if (code != avutil.AVERROR_EAGAIN()) {
        Ffmpeg.check(code, file, damage());
        rejectDamaged(frame);
        packets.heed(frame);
        fillInTime(frame);
        position = seconds(frame);
        return true;
      }
      boolean more = packets.next(damage());
      // A null packet asks the decoder for the frames that it still holds back.
      Ffmpeg.check(
          avcodec.avcodec_send_packet(decoder, more ? packets.packet() : null), file, damage());
    }
  }

  /**
   * Decodes the first frame after a seek. Decoding begins with a key frame: some decoders paint on
   * grey what refers to a frame that they were not given.
   *
   * @param frame receives it; its former content is released
   * @return false if no key frame follows, or if decoding it meets damage
   * @throws InputException if the file is damaged or cut off here
   */
  boolean readAfterSeek(AVFrame frame) {
    boolean begun = false;
    while (true) {
      int code = avcodec.avcodec_receive_frame(decoder, frame);
      if (code == avutil.AVERROR_EAGAIN()) {
        boolean more = begun ? packets.next(damage()) : packets.nextKey(damage());
        begun = true;
        code = avcodec.avcodec_send_packet(decoder, more ? packets.packet() : null);
      } else if (code >= 0) {
        if (isDamaged(frame)) {
          return false;
        }
        packets.heed(frame);
        fillInTime(frame);
        if (frame.best_effort_timestamp() != avutil.AV_NOPTS_VALUE) {
          position = seconds(frame);
          return true;
        }
      }
      if (code < 0) {
        return false;
      }
    }
  }

  /**
   * Returns a frame's presentation time on the stream's own clock, which may begin anywhere.
   *
   * @throws InputException if the frame carries no time
   */
  double seconds(AVFrame frame) {
    return packets.seconds(frame.best_effort_timestamp());
  }

  /**
   * Returns how long a stream's last frame is shown: its own duration, but no less than the
   * average, because many writers leave the last duration out.
   */
  double lastFrameShownSeconds(AVFrame frame) {
    double rate = packets.framesPerSecond();
    return Math.max(frame.duration() * packets.secondsPerTick(), rate > 0 ? 1 / rate : 0);
  }

  /**
   * Continues with the key frame at or before a time, as the container's index has it.
   *
   * @param seconds on the stream's own clock
   * @return false if the container cannot do that; then nothing has changed
   */
  boolean seek(double seconds) {
    boolean done = packets.seek(seconds);
    if (done) {
      avcodec.avcodec_flush_buffers(decoder);
      lastTicks = avutil.AV_NOPTS_VALUE;
    }
    return done;
  }

  @Override
  public void close() {
    avcodec.avcodec_free_context(decoder);
    packets.close();
  }

  /**
   * AVI counts frames instead of timing them: the frame that a decoder holds back to the end then
   * has no time of its own, only that of its predecessor and the container's rate.
   */
  private void fillInTime(AVFrame frame) {
    double rate = packets.framesPerSecond();
    boolean missing = frame.best_effort_timestamp() == avutil.AV_NOPTS_VALUE;
    if (missing && lastTicks != avutil.AV_NOPTS_VALUE && rate > 0) {
      frame.best_effort_timestamp(lastTicks + Math.round(1 / (rate * packets.secondsPerTick())));
    }
    lastTicks = frame.best_effort_timestamp();
  }

  private void rejectDamaged(AVFrame frame) {
    if (isDamaged(frame)) {
      throw new InputException(file + ": " + damage());
    }
  }

  private static boolean isDamaged(AVFrame frame) {
    return (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
  }

  private String damage() {
    return String.format(Locale.ROOT, "damaged or cut off after %.2f s", position);
  }

  private static AVCodecContext openDecoder(
      MediaFile file, VideoPackets packets, int errorRecognition) {
    int id = packets.parameters().codec_id();
    // FFmpeg's own decoders of VP8 and VP9 leave the alpha layer out.
    AVCodec codec =
        packets.hasAlphaLayer()
            ? avcodec.avcodec_find_decoder_by_name(
                id == avcodec.AV_CODEC_ID_VP8 ? "libvpx" : "libvpx-vp9")
            : avcodec.avcodec_find_decoder(id);
    if (codec == null) {
      throw new InputException(
          file + ": there is no decoder for " + avcodec.avcodec_get_name(id).getString());
    }
    AVCodecContext decoder = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec));
    try {
      Ffmpeg.check(
          avcodec.avcodec_parameters_to_context(decoder, packets.parameters()),
          file,
          "its stream cannot be decoded");
      decoder.pkt_timebase(packets.timeBase());
      decoder.thread_count(DECODER_THREADS).err_recognition(errorRecognition);
      decoder.max_pixels(PixelLimit.pixels());
      // Otherwise a cropped left edge is moved to where memory is aligned.
      decoder.flags(decoder.flags() | avcodec.AV_CODEC_FLAG_UNALIGNED);
      Ffmpeg.check(
          avcodec.avcodec_open2(decoder, codec, (AVDictionary) null),
          file,
          "its stream cannot be decoded");
      return decoder;
    } catch (RuntimeException e) {
      avcodec.avcodec_free_context(decoder);
      throw e;
    }
  }
}
