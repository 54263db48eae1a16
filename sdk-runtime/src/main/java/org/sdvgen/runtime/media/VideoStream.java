package org.sdvgen.runtime.media;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.sdvgen.api.error.InputException;

/**
 * The video track of one file: frames come in presentation order, one at a time, into a frame that
 * the caller owns. What the file announces is known after opening; nothing is decoded before the
 * first {@link #read}.
 */
final class VideoStream implements AutoCloseable {
  /** Enough to keep up with training; each thread keeps one more frame in flight. */
  private static final int DECODER_THREADS = 2;

  private static final int MATRIX_INTS = 9;

  private final Path file;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVCodecContext decoder;
  private final AVPacket packet;
  private final Orientation orientation;
  private double position;

  private VideoStream(Path file, AVFormatContext format, int index) {
    this.file = file;
    this.format = format;
    this.stream = format.streams(index);
    this.orientation = orientation(file, stream);
    for (int i = 0; i < format.nb_streams(); i++) {
      format.streams(i).discard(i == index ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
    }
    this.decoder = openDecoder(file, stream);
    this.packet = Ffmpeg.allocated(avcodec.av_packet_alloc());
  }

  /**
   * Opens a file.
   *
   * @throws InputException if the file is missing or FFmpeg finds no video in it that it can decode
   */
  static VideoStream open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    AVFormatContext format = openContainer(file);
    try {
      Ffmpeg.check(
          avformat.avformat_find_stream_info(format, (AVDictionary) null),
          file,
          "the video cannot be read");
      int index =
          avformat.av_find_best_stream(
              format, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
      if (index < 0 || isCoverArt(format.streams(index))) {
        throw new InputException(file + ": there is no video stream in this file");
      }
      if (format.streams(index).codecpar().width() <= 0) {
        // Formats that are known by the file's name alone are opened whatever they hold.
        throw new InputException(file + ": this is not a video file that can be read");
      }
      return new VideoStream(file, format, index);
    } catch (RuntimeException e) {
      avformat.avformat_close_input(format);
      throw e;
    }
  }

  /**
   * Finds when the last frame of a file is shown, on the stream's own clock, from its packets: what
   * a container announces may be the length of the sound, or missing.
   */
  static double lastFrameSeconds(Path file) {
    try (VideoStream stream = VideoStream.open(file)) {
      // An index leads to the last key frame; without one, all packets are passed over.
      stream.seek(stream.announcedSeconds() + Math.max(0, stream.startSeconds()));
      double last = Double.NEGATIVE_INFINITY;
      while (stream.nextPacket()) {
        long ticks = stream.packet.pts();
        if (ticks != avutil.AV_NOPTS_VALUE) {
          last = Math.max(last, ticks * stream.secondsPerTick());
        }
      }
      return last;
    }
  }

  /** Returns what the file announces. */
  VideoInfo info() {
    var parameters = stream.codecpar();
    double aspect = pixelAspect(stream.sample_aspect_ratio());
    int shownWidth = (int) Math.round(parameters.width() * aspect);
    boolean swap = orientation.swapsAxes();
    return new VideoInfo(
        swap ? parameters.height() : shownWidth,
        swap ? shownWidth : parameters.height(),
        framesPerSecond(),
        announcedSeconds(),
        orientation == Orientation.NORMAL ? "" : orientation.description());
  }

  /** Returns how the frames are to be turned. */
  Orientation orientation() {
    return orientation;
  }

  /** Returns the shown width of a stored pixel of the frame, divided by its shown height. */
  double pixelAspect(AVFrame frame) {
    return pixelAspect(avformat.av_guess_sample_aspect_ratio(format, stream, frame));
  }

  /**
   * Decodes the next frame in presentation order.
   *
   * @param frame receives it; what it held is released
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
        position = seconds(frame);
        return true;
      }
      feed();
    }
  }

  /**
   * Returns a frame's presentation time on the stream's own clock, which may begin anywhere.
   *
   * @throws InputException if the frame carries no time
   */
  double seconds(AVFrame frame) {
    long ticks = frame.best_effort_timestamp();
    if (ticks == avutil.AV_NOPTS_VALUE) {
      throw new InputException(
          file
              + ": its frames carry no presentation times; put the stream into a container such as mp4");
    }
    return ticks * secondsPerTick();
  }

  /**
   * Returns how long a stream's last frame is shown: what it says, but no less than the average,
   * because many writers leave the last duration out.
   */
  double lastFrameShownSeconds(AVFrame frame) {
    double rate = framesPerSecond();
    return Math.max(frame.duration() * secondsPerTick(), rate > 0 ? 1 / rate : 0);
  }

  /** Returns the length of one unit of the stream's clock. */
  double secondsPerTick() {
    return avutil.av_q2d(stream.time_base());
  }

  /**
   * Continues with the key frame at or before a time, as the container's index has it.
   *
   * @param seconds on the stream's own clock
   * @return false if the container cannot do that; then nothing has changed
   */
  boolean seek(double seconds) {
    long ticks = (long) Math.floor(seconds / secondsPerTick());
    if (avformat.av_seek_frame(format, stream.index(), ticks, avformat.AVSEEK_FLAG_BACKWARD) < 0) {
      return false;
    }
    avcodec.avcodec_flush_buffers(decoder);
    return true;
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(decoder);
    avformat.avformat_close_input(format);
  }

  private void feed() {
    boolean more = nextPacket();
    // A null packet asks the decoder for the frames that it still holds back.
    Ffmpeg.check(avcodec.avcodec_send_packet(decoder, more ? packet : null), file, damage());
  }

  /** Reads the next packet of this stream; returns false at the end of the file. */
  private boolean nextPacket() {
    int code;
    do {
      avcodec.av_packet_unref(packet);
      code = avformat.av_read_frame(format, packet);
    } while (code == 0 && packet.stream_index() != stream.index());
    if (code == avutil.AVERROR_EOF()) {
      return false;
    }
    Ffmpeg.check(code, file, damage());
    if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
      throw new InputException(file + ": " + damage());
    }
    return true;
  }

  private void rejectDamaged(AVFrame frame) {
    if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
      throw new InputException(file + ": " + damage());
    }
  }

  private String damage() {
    return String.format(Locale.ROOT, "damaged or cut off after %.2f s", position);
  }

  private double framesPerSecond() {
    AVRational rate = stream.avg_frame_rate();
    return rate.den() == 0 ? 0 : avutil.av_q2d(rate);
  }

  private double startSeconds() {
    return stream.start_time() == avutil.AV_NOPTS_VALUE
        ? 0
        : stream.start_time() * secondsPerTick();
  }

  private double announcedSeconds() {
    if (stream.duration() > 0) {
      return stream.duration() * secondsPerTick();
    }
    return Math.max(0, format.duration()) / (double) avutil.AV_TIME_BASE;
  }

  private static double pixelAspect(AVRational ratio) {
    return ratio.num() <= 0 || ratio.den() <= 0 ? 1 : avutil.av_q2d(ratio);
  }

  private static AVFormatContext openContainer(Path file) {
    AVFormatContext format = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    try (BytePointer url = Ffmpeg.url(file)) {
      // A playlist must not make a data set reach for the network.
      avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
      Ffmpeg.check(
          avformat.avformat_open_input(format, url, null, options),
          file,
          "this is not a video file that can be read");
      return format;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private static AVCodecContext openDecoder(Path file, AVStream stream) {
    int id = stream.codecpar().codec_id();
    AVCodec codec = avcodec.avcodec_find_decoder(id);
    if (codec == null) {
      throw new InputException(
          file + ": there is no decoder for " + avcodec.avcodec_get_name(id).getString());
    }
    AVCodecContext decoder = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec));
    try {
      Ffmpeg.check(
          avcodec.avcodec_parameters_to_context(decoder, stream.codecpar()),
          file,
          "its stream cannot be decoded");
      decoder.pkt_timebase(stream.time_base());
      decoder.thread_count(DECODER_THREADS);
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

  private static boolean isCoverArt(AVStream stream) {
    return (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  private static Orientation orientation(Path file, AVStream stream) {
    var parameters = stream.codecpar();
    AVPacketSideData data =
        parameters.nb_coded_side_data() == 0
            ? null
            : avcodec.av_packet_side_data_get(
                parameters.coded_side_data(),
                parameters.nb_coded_side_data(),
                avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (data == null) {
      return Orientation.NORMAL;
    }
    int[] matrix = new int[MATRIX_INTS];
    new IntPointer(data.data()).get(matrix);
    return Orientation.ofDisplayMatrix(matrix)
        .orElseThrow(
            () ->
                new InputException(
                    file
                        + ": its frames are to be turned by other than right angles; turn them first"));
  }
}
