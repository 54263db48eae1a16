package org.sdvgen.runtime.media;

import java.nio.file.Files;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.sdvgen.api.error.InputException;

/**
 * The video track of one file as its container holds it: the header, and compressed packets in the
 * order of the file. Nothing is decoded here.
 */
final class VideoPackets implements AutoCloseable {
  private static final int MATRIX_INTS = 9;

  private final MediaFile file;
  private final AVFormatContext format;
  private final AVStream stream;
  private final AVPacket packet;
  private final boolean announced;
  private final FrameCrop crop;
  private Orientation orientation;

  private VideoPackets(MediaFile file, AVFormatContext format, AVStream stream) {
    this.file = file;
    this.format = format;
    this.stream = stream;
    Optional<Orientation> turning = orientation(file, stream.codecpar());
    this.announced = turning.isPresent();
    this.orientation = turning.orElse(Orientation.NORMAL);
    this.crop = FrameCrop.of(file, stream.codecpar());
    for (int i = 0; i < format.nb_streams(); i++) {
      boolean wanted = i == stream.index();
      format.streams(i).discard(wanted ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
    }
    this.packet = Ffmpeg.allocated(avcodec.av_packet_alloc());
  }

  /**
   * Opens a file.
   *
   * @throws InputException if the file is missing, there is no video in it or its frames are too
   *     large
   */
  static VideoPackets open(MediaFile file) {
    VideoPackets packets = openOfAnySize(file);
    try {
      PixelLimit.require(file, packets.parameters().width(), packets.parameters().height());
      return packets;
    } catch (RuntimeException e) {
      packets.close();
      throw e;
    }
  }

  /**
   * Opens a file whose size the caller checks.
   *
   * @throws InputException if the file is missing or there is no video in it
   */
  static VideoPackets openOfAnySize(MediaFile file) {
    if (!Files.isRegularFile(file.file())) {
      throw new InputException(file + ": no such file");
    }
    AVFormatContext format = openContainer(file);
    try {
      return new VideoPackets(file, format, videoStream(file, format));
    } catch (RuntimeException e) {
      avformat.avformat_close_input(format);
      throw e;
    }
  }

  /** Returns how long the packet's frame is shown: no less than the average. */
  double packetShownSeconds() {
    double rate = framesPerSecond();
    return Math.max(packet.duration() * secondsPerTick(), rate > 0 ? 1 / rate : 0);
  }

  /** Returns when the packet's frame is shown, or about that: AVI knows only when it is decoded. */
  double packetSeconds() {
    long ticks = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    return ticks == avutil.AV_NOPTS_VALUE ? Double.NEGATIVE_INFINITY : ticks * secondsPerTick();
  }

  /**
   * Returns the header.
   *
   * @param frame one of its frames, which may say more
   */
  VideoInfo info(AVFrame frame) {
    double aspect = pixelAspect(frame);
    int height = frame.height() - crop.top() - crop.bottom();
    int shownWidth = (int) Math.round((frame.width() - crop.left() - crop.right()) * aspect);
    boolean swap = orientation.swapsAxes();
    return new VideoInfo(
        swap ? height : shownWidth,
        swap ? shownWidth : height,
        framesPerSecond(),
        announcedSeconds(),
        orientation == Orientation.NORMAL ? "" : orientation.description());
  }

  /** Returns whether the file is one coded picture without a container. */
  boolean isLonePicture() {
    String name = format.iformat().name().getString();
    return name.endsWith("_pipe") || name.equals("image2");
  }

  /** Returns the decoder's parameters; owned by this object. */
  AVCodecParameters parameters() {
    return stream.codecpar();
  }

  /** Returns the stream's clock; owned by this object. */
  AVRational timeBase() {
    return stream.time_base();
  }

  /**
   * Takes over a decoded frame's rotation where the container has none. It holds for the frames
   * that follow, too.
   *
   * @throws InputException if it is to be turned by other than right angles
   */
  void heed(AVFrame frame) {
    AVFrameSideData data = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    if (data != null && !announced) {
      orientation = orientation(file, data.data());
    }
  }

  /** Returns how the frames are to be turned. */
  Orientation orientation() {
    return orientation;
  }

  /** Cuts a stored frame as the container says, and turns it. */
  RgbImage upright(RgbImage stored) {
    return crop.apply(stored).oriented(orientation);
  }

  /** Returns whether transparency lies beside the frames, as WebM has it. */
  boolean hasAlphaLayer() {
    AVDictionaryEntry mode =
        avutil.av_dict_get(stream.metadata(), "alpha_mode", (AVDictionaryEntry) null, 0);
    return mode != null && mode.value().getString().equals("1");
  }

  /** Returns the shown width of a stored pixel of the frame, divided by its shown height. */
  double pixelAspect(AVFrame frame) {
    return pixelAspect(avformat.av_guess_sample_aspect_ratio(format, stream, frame));
  }

  /** Returns the average rate; 0 if the file does not say. */
  double framesPerSecond() {
    AVRational rate = stream.avg_frame_rate();
    return rate.den() == 0 ? 0 : avutil.av_q2d(rate);
  }

  /** Returns the length of one unit of the stream's clock. */
  double secondsPerTick() {
    return avutil.av_q2d(timeBase());
  }

  /**
   * Converts a time of the stream's clock.
   *
   * @throws InputException if the file left the time out
   */
  double seconds(long ticks) {
    if (ticks == avutil.AV_NOPTS_VALUE) {
      throw new InputException(
          file
              + ": its frames carry no presentation times;"
              + " put the stream into a container such as mp4");
    }
    return ticks * secondsPerTick();
  }

  /**
   * Reads the next packet of the video.
   *
   * @param damage the message if the file is damaged here
   * @return false at the end of the file
   * @throws InputException if the file is damaged or cut off here
   */
  boolean next(String damage) {
    int code;
    do {
      avcodec.av_packet_unref(packet);
      code = avformat.av_read_frame(format, packet);
    } while (code == 0 && packet.stream_index() != stream.index());
    if (code == avutil.AVERROR_EOF()) {
      return false;
    }
    Ffmpeg.check(code, file, damage);
    if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
      throw new InputException(file + ": " + damage);
    }
    return true;
  }

  /**
   * Reads the next packet of the video that holds a key frame.
   *
   * @param damage the message if the file is damaged here
   * @return false if there is none before the end of the file
   * @throws InputException if the file is damaged or cut off here
   */
  boolean nextKey(String damage) {
    boolean more;
    do {
      more = next(damage);
    } while (more && (packet.flags() & avcodec.AV_PKT_FLAG_KEY) == 0);
    return more;
  }

  /** Returns the packet that was read last; the next reading replaces it. */
  AVPacket packet() {
    return packet;
  }

  /**
   * Continues with the key frame at or before a time, as the container's index has it.
   *
   * @param seconds on the stream's own clock
   * @return false if the container cannot do that; then nothing has changed
   */
  boolean seek(double seconds) {
    long ticks = (long) Math.floor(seconds / secondsPerTick());
    return avformat.av_seek_frame(format, stream.index(), ticks, avformat.AVSEEK_FLAG_BACKWARD)
        >= 0;
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avformat.avformat_close_input(format);
  }

  /** Returns when the stream begins, by its header. */
  double startSeconds() {
    long start = stream.start_time();
    return start == avutil.AV_NOPTS_VALUE ? 0 : start * secondsPerTick();
  }

  /** Returns the length that the file announces; 0 if it does not. */
  double announcedSeconds() {
    if (stream.duration() > 0) {
      return stream.duration() * secondsPerTick();
    }
    return Math.max(0, format.duration()) / (double) avutil.AV_TIME_BASE;
  }

  private static double pixelAspect(AVRational ratio) {
    return ratio.num() <= 0 || ratio.den() <= 0 ? 1 : avutil.av_q2d(ratio);
  }

  private static AVFormatContext openContainer(MediaFile file) {
    AVFormatContext format = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    try (BytePointer url = Ffmpeg.url(file)) {
      avutil.av_dict_set(options, "protocol_whitelist", file.protocols(), 0);
      Ffmpeg.check(
          avformat.avformat_open_input(format, url, null, options),
          file,
          "this is not a video file that can be read");
      return format;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private static AVStream videoStream(MediaFile file, AVFormatContext format) {
    Ffmpeg.check(
        avformat.avformat_find_stream_info(format, (AVDictionary) null),
        file,
        "the video cannot be read");
    int index =
        avformat.av_find_best_stream(format, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (index < 0 || isCoverArt(format.streams(index))) {
      throw new InputException(file + ": there is no video stream in this file");
    }
    AVStream stream = format.streams(index);
    if (stream.codecpar().codec_id() == avcodec.AV_CODEC_ID_WEBP
        && stream.codecpar().width() <= 0) {
      throw new InputException(
          file + ": animated WebP cannot be read as a video; convert it to mp4 or GIF");
    }
    if (stream.codecpar().width() <= 0) {
      // Formats that are known by the file's name alone are opened whatever they hold.
      throw new InputException(file + ": this is not a video file that can be read");
    }
    return stream;
  }

  private static boolean isCoverArt(AVStream stream) {
    return (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  private static Optional<Orientation> orientation(MediaFile file, AVCodecParameters parameters) {
    return Ffmpeg.sideData(parameters, avcodec.AV_PKT_DATA_DISPLAYMATRIX)
        .map(data -> orientation(file, data.data()));
  }

  private static Orientation orientation(MediaFile file, BytePointer displayMatrix) {
    int[] matrix = new int[MATRIX_INTS];
    new IntPointer(displayMatrix).get(matrix);
    return Orientation.ofDisplayMatrix(matrix)
        .orElseThrow(
            () ->
                new InputException(
                    file
                        + ": its frames are to be turned by other than right angles;"
                        + " turn them first"));
  }
}
