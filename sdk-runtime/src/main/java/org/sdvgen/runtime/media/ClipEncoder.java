package org.sdvgen.runtime.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** One video file in the making: images in, coded packets out. */
final class ClipEncoder implements AutoCloseable {
  /** Results are looked at closely and are short: quality comes before size. */
  private static final double BITS_PER_PIXEL = 1;

  private static final long LEAST_BITS_PER_SECOND = 2_000_000;
  private static final long MOST_BITS_PER_SECOND = 500_000_000;
  private static final int MAX_RATE_TERM = 1_001_000;
  private static final int UNITY = 1 << 16;

  private final Path file;
  private final AVFormatContext container;
  private final AVCodecContext codec;
  private final AVPacket packet;
  private final AVFrame rgb;
  private final AVFrame yuv;
  private final SwsContext toYuv;
  private long written;

  private ClipEncoder(Path file, AVFormatContext container, AVCodecContext codec) {
    this.file = file;
    this.container = container;
    this.codec = codec;
    this.packet = Ffmpeg.allocated(avcodec.av_packet_alloc());
    this.rgb = frame(avutil.AV_PIX_FMT_RGB24);
    this.yuv = frame(codec.pix_fmt());
    this.toYuv = converter();
  }

  /**
   * Creates the file and writes its header.
   *
   * @param file the file that the user asked for, for messages
   * @param place where it is written for now
   * @param shape the shape of the clip
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  static ClipEncoder open(Path file, Path place, Shape shape) {
    AVCodecContext codec = openCodec(file, shape);
    AVFormatContext container = new AVFormatContext(null);
    try (BytePointer url = Ffmpeg.url(MediaFile.whole(place));
        BytePointer name = new BytePointer(shape.format.container())) {
      // The temporary name has no suffix that tells the format; the index in front needs the name
      // to read the file again.
      Ffmpeg.check(
          avformat.avformat_alloc_output_context2(container, null, name, url),
          file,
          "the file cannot be written");
      AVStream stream = Ffmpeg.allocated(avformat.avformat_new_stream(container, null));
      stream.time_base(codec.time_base());
      stream.avg_frame_rate(codec.framerate());
      Ffmpeg.check(
          avcodec.avcodec_parameters_from_context(stream.codecpar(), codec),
          file,
          "the file cannot be written");
      openFile(file, url, container);
      return new ClipEncoder(file, container, codec);
    } catch (RuntimeException e) {
      avcodec.avcodec_free_context(codec);
      close(container);
      throw e;
    }
  }

  /**
   * Adds an image of the encoder's size.
   *
   * @return false if the encoder has no room for so much detail with these quantisers; this encoder
   *     is then of no more use
   */
  boolean write(RgbImage image) {
    Ffmpeg.check(avutil.av_frame_make_writable(rgb), file, "a frame cannot be held in memory");
    Ffmpeg.check(avutil.av_frame_make_writable(yuv), file, "a frame cannot be held in memory");
    BytePointer pixels = rgb.data(0);
    int row = image.width() * RgbImage.CHANNELS;
    for (int y = 0; y < image.height(); y++) {
      pixels.position((long) y * rgb.linesize(0)).put(image.rgb(), y * row, row);
    }
    int rows =
        swscale.sws_scale(
            toYuv, rgb.data(), rgb.linesize(), 0, image.height(), yuv.data(), yuv.linesize());
    Ffmpeg.check(rows, file, "a frame cannot be converted");
    yuv.pts(written++);
    return encode(yuv);
  }

  /** Writes the delayed packets, and the index. */
  void finish() {
    encode(null);
    Ffmpeg.check(avformat.av_write_trailer(container), file, "the file cannot be written");
    Ffmpeg.check(closeFile(container), file, "the file cannot be written");
  }

  @Override
  public void close() {
    swscale.sws_freeContext(toYuv);
    avutil.av_frame_free(rgb);
    avutil.av_frame_free(yuv);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(codec);
    close(container);
  }

  private boolean encode(@Nullable AVFrame frame) {
    int sent = avcodec.avcodec_send_frame(codec, frame);
    // OpenH264's buffer for a frame is smaller than a frame of noise with fine quantisers; it
    // reports
    // that as an unknown error.
    if (sent == avutil.AVERROR_UNKNOWN()) {
      return false;
    }
    Ffmpeg.check(sent, file, "a frame cannot be encoded");
    while (true) {
      int code = avcodec.avcodec_receive_packet(codec, packet);
      if (code == avutil.AVERROR_EAGAIN() || code == avutil.AVERROR_EOF()) {
        return true;
      }
      Ffmpeg.check(code, file, "a frame cannot be encoded");
      packet.duration(1);
      avcodec.av_packet_rescale_ts(packet, codec.time_base(), container.streams(0).time_base());
      Ffmpeg.check(
          avformat.av_interleaved_write_frame(container, packet),
          file,
          "the file cannot be written");
    }
  }

  private AVFrame frame(int pixelFormat) {
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    frame.width(codec.width()).height(codec.height()).format(pixelFormat);
    Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), file, "a frame cannot be held in memory");
    return frame;
  }

  private SwsContext converter() {
    SwsContext context =
        Ffmpeg.allocated(
            swscale.sws_getContext(
                codec.width(),
                codec.height(),
                avutil.AV_PIX_FMT_RGB24,
                codec.width(),
                codec.height(),
                codec.pix_fmt(),
                swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND,
                null,
                null,
                (DoublePointer) null));
    var matrix = swscale.sws_getCoefficients(ColorMatrix.of(codec.colorspace(), codec.height()));
    swscale.sws_setColorspaceDetails(context, matrix, 1, matrix, 0, 0, UNITY, UNITY);
    return context;
  }

  /**
   * The clip that is written.
   *
   * @param format the kind of file
   * @param width width of the frames
   * @param height height of the frames
   * @param framesPerSecond their rate
   * @param quantisers how coarse H.264 may become
   */
  record Shape(
      VideoFormat format, int width, int height, double framesPerSecond, Quantisers quantisers) {}

  private static AVCodecContext openCodec(Path file, Shape shape) {
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name(shape.format.encoder());
    if (encoder == null) {
      throw new IllegalStateException(
          "this build of FFmpeg lacks the encoder " + shape.format.encoder());
    }
    AVCodecContext codec = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(encoder));
    AVDictionary options = new AVDictionary(null);
    AVRational rate = avutil.av_d2q(shape.framesPerSecond, MAX_RATE_TERM);
    codec.width(shape.width).height(shape.height).pix_fmt(shape.format.pixels());
    codec.framerate(rate).time_base(avutil.av_inv_q(rate));
    if (shape.format == VideoFormat.MP4) {
      codec.bit_rate(bitRate(shape));
      codec.qmin(shape.quantisers.finest()).qmax(shape.quantisers.coarsest());
    }
    if (shape.format.pixels() == avutil.AV_PIX_FMT_YUV420P) {
      codec.colorspace(ColorMatrix.tagFor(shape.height)).color_range(avutil.AVCOL_RANGE_MPEG);
      codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    try {
      shape.format.options().forEach((key, value) -> avutil.av_dict_set(options, key, value, 0));
      Ffmpeg.check(
          avcodec.avcodec_open2(codec, encoder, options), file, "the clip cannot be encoded");
      return codec;
    } catch (RuntimeException e) {
      avcodec.avcodec_free_context(codec);
      throw e;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private static long bitRate(Shape shape) {
    double wanted = BITS_PER_PIXEL * shape.width * shape.height * shape.framesPerSecond;
    return Math.max(LEAST_BITS_PER_SECOND, Math.min(MOST_BITS_PER_SECOND, (long) wanted));
  }

  private static void openFile(Path file, BytePointer url, AVFormatContext container) {
    AVDictionary options = new AVDictionary(null);
    PointerPointer<AVIOContext> io = new PointerPointer<>(1);
    try {
      Ffmpeg.check(
          avformat.avio_open(io, url, avformat.AVIO_FLAG_WRITE),
          file,
          "the file cannot be written");
      container.pb(io.get(AVIOContext.class, 0));
      // Each is for one of the containers; the others pass it over.
      avutil.av_dict_set(options, "movflags", "+faststart", 0);
      avutil.av_dict_set(options, "loop", "0", 0);
      Ffmpeg.check(
          avformat.avformat_write_header(container, options), file, "the file cannot be written");
    } finally {
      io.close();
      avutil.av_dict_free(options);
    }
  }

  private static void close(AVFormatContext container) {
    if (!container.isNull()) {
      closeFile(container);
      avformat.avformat_free_context(container);
    }
  }

  /** Closes the file unless that was done; a full disk may show only here. */
  private static int closeFile(AVFormatContext container) {
    AVIOContext io = container.pb();
    container.pb(null);
    return io == null ? 0 : avformat.avio_closep(io);
  }
}
