package org.sdvgen.runtime.media;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.data.PixelClip;

/**
 * Writes videos whose frames carry their own number as bright and dark bars, so that a test can
 * tell which frame was chosen. Written against FFmpeg's C interface, independently of the code
 * under test.
 */
final class TestVideo {
  static final int WIDTH = 96;
  static final int HEIGHT = 64;
  private static final int BITS = 12;
  static final int DARK = 40;
  private static final int BRIGHT = 210;
  private static final int AUDIO_RATE = 44100;

  private String codec = "mpeg4";
  private int pixelFormat = avutil.AV_PIX_FMT_YUV420P;
  private int bFrames;
  private int width = WIDTH;
  private int height = HEIGHT;
  private int groupOfPictures = 12;
  private int clockRate = 1000;
  private List<Long> times = List.of();
  private int rotationDegrees;
  private int pixelAspectNumerator = 1;
  private int pixelAspectDenominator = 1;
  private int transfer = avutil.AVCOL_TRC_UNSPECIFIED;
  private boolean audio;

  /** Frames at a constant rate; the clock counts in thousandths of a frame. */
  static TestVideo atRate(int framesPerSecond, int frames) {
    TestVideo video = new TestVideo();
    video.clockRate = framesPerSecond * 1000;
    video.times = LongStream.range(0, frames).map(k -> k * 1000).boxed().toList();
    return video;
  }

  /** Frames at the given presentation times, in milliseconds. */
  static TestVideo atMillis(long... times) {
    TestVideo video = new TestVideo();
    video.times = LongStream.of(times).boxed().toList();
    return video;
  }

  TestVideo codec(String name, int format) {
    codec = name;
    pixelFormat = format;
    return this;
  }

  TestVideo bFrames(int number) {
    bFrames = number;
    return this;
  }

  TestVideo size(int w, int h) {
    width = w;
    height = h;
    return this;
  }

  /** Asks players to turn the frames clockwise. */
  TestVideo rotation(int degrees) {
    rotationDegrees = degrees;
    return this;
  }

  TestVideo pixelAspect(int numerator, int denominator) {
    pixelAspectNumerator = numerator;
    pixelAspectDenominator = denominator;
    return this;
  }

  /** Tags the light levels, {@code AVCOL_TRC_...}. */
  TestVideo transfer(int tag) {
    transfer = tag;
    return this;
  }

  TestVideo audio() {
    audio = true;
    return this;
  }

  /** Reads the number of a frame whose bars stand upright. */
  static int number(PixelClip clip, int frame) {
    return number(clip, frame, false);
  }

  /** Reads the number of a frame whose bars lie, the lowest bit at the top. */
  static int numberOfLyingBars(PixelClip clip, int frame) {
    return number(clip, frame, true);
  }

  private static int number(PixelClip clip, int frame, boolean lying) {
    int length = lying ? clip.height() : clip.width();
    return IntStream.range(0, BITS)
        .map(
            bit -> {
              int along = (int) ((bit + 0.5) * length / BITS);
              int y = lying ? along : clip.height() / 2;
              int x = lying ? clip.width() / 2 : along;
              int at = (frame * clip.height() + y) * clip.width() + x;
              return clip.values()[at] > 0 ? 1 << bit : 0;
            })
        .sum();
  }

  /** Writes the file; its suffix decides the container. */
  Path write(Path file) {
    AVFormatContext format = new AVFormatContext(null);
    check(avformat.avformat_alloc_output_context2(format, null, null, file.toString()));
    boolean inFront = (format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0;
    AVCodecContext video = openVideo(inFront ? avcodec.AV_CODEC_FLAG_GLOBAL_HEADER : 0);
    AVStream stream = addStream(format, video);
    stream.sample_aspect_ratio(video.sample_aspect_ratio());
    rotate(stream);
    AVCodecContext sound = audio ? openAudio() : null;
    AVStream soundStream = sound == null ? null : addStream(format, sound);
    PointerPointer<AVIOContext> io = new PointerPointer<>(1);
    check(avformat.avio_open(io, new BytePointer(file.toString()), avformat.AVIO_FLAG_WRITE));
    format.pb(io.get(AVIOContext.class, 0));
    check(avformat.avformat_write_header(format, (AVDictionary) null));
    if (sound != null && soundStream != null) {
      writeAudio(format, sound, soundStream);
    }
    writeVideo(format, video, stream);
    check(avformat.av_write_trailer(format));
    avformat.avio_closep(format.pb());
    avformat.avformat_free_context(format);
    return file;
  }

  private void writeVideo(AVFormatContext format, AVCodecContext video, AVStream stream) {
    AVFrame frame = avutil.av_frame_alloc();
    frame.width(width).height(height).format(pixelFormat);
    check(avutil.av_frame_get_buffer(frame, 0));
    for (int number = 0; number < times.size(); number++) {
      check(avutil.av_frame_make_writable(frame));
      draw(frame, number);
      frame.pts(times.get(number));
      encode(format, video, stream, frame);
    }
    encode(format, video, stream, null);
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(video);
  }

  private void writeAudio(AVFormatContext format, AVCodecContext sound, AVStream stream) {
    AVFrame silence = avutil.av_frame_alloc();
    silence.format(sound.sample_fmt()).sample_rate(AUDIO_RATE).nb_samples(sound.frame_size());
    avutil.av_channel_layout_copy(silence.ch_layout(), sound.ch_layout());
    check(avutil.av_frame_get_buffer(silence, 0));
    avutil.av_samples_set_silence(
        silence.extended_data(), 0, sound.frame_size(), 1, sound.sample_fmt());
    for (long at = 0; at < AUDIO_RATE; at += sound.frame_size()) {
      silence.pts(at);
      encode(format, sound, stream, silence);
    }
    encode(format, sound, stream, null);
    avutil.av_frame_free(silence);
    avcodec.avcodec_free_context(sound);
  }

  private AVCodecContext openVideo(int flags) {
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name(codec);
    AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
    context.width(width).height(height).pix_fmt(pixelFormat);
    context.time_base(rational(1, clockRate)).gop_size(groupOfPictures).max_b_frames(bFrames);
    context.sample_aspect_ratio(rational(pixelAspectNumerator, pixelAspectDenominator));
    context.bit_rate(4_000_000).thread_count(1).color_trc(transfer);
    context.flags(context.flags() | flags);
    return open(context, encoder);
  }

  private static AVCodecContext openAudio() {
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name("aac");
    AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
    context.sample_rate(AUDIO_RATE).sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
    avutil.av_channel_layout_default(context.ch_layout(), 1);
    context.time_base(rational(1, AUDIO_RATE)).bit_rate(64_000);
    return open(context, encoder);
  }

  private static AVCodecContext open(AVCodecContext context, AVCodec encoder) {
    check(avcodec.avcodec_open2(context, encoder, (AVDictionary) null));
    return context;
  }

  private static AVStream addStream(AVFormatContext format, AVCodecContext context) {
    AVStream stream = avformat.avformat_new_stream(format, null);
    check(avcodec.avcodec_parameters_from_context(stream.codecpar(), context));
    stream.time_base(context.time_base());
    return stream;
  }

  private void rotate(AVStream stream) {
    if (rotationDegrees != 0) {
      var parameters = stream.codecpar();
      IntPointer count = new IntPointer(1).put(parameters.nb_coded_side_data());
      PointerPointer<AVPacketSideData> list = new PointerPointer<>(1);
      list.put(0, parameters.coded_side_data());
      AVPacketSideData added =
          avcodec.av_packet_side_data_new(
              list, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX, 9L * Integer.BYTES, 0);
      avutil.av_display_rotation_set(new IntPointer(added.data()), rotationDegrees);
      parameters.coded_side_data(list.get(AVPacketSideData.class, 0));
      parameters.nb_coded_side_data(count.get());
    }
  }

  private void encode(
      AVFormatContext format, AVCodecContext context, AVStream stream, @Nullable AVFrame frame) {
    check(avcodec.avcodec_send_frame(context, frame));
    AVPacket packet = avcodec.av_packet_alloc();
    while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
      packet.stream_index(stream.index());
      if (packet.duration() == 0) {
        // Without it the mp4 file would end where its last frame begins.
        int last = times.size() - 1;
        packet.duration(last == 0 ? 1 : times.get(last) - times.get(last - 1));
      }
      avcodec.av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      check(avformat.av_interleaved_write_frame(format, packet));
    }
    avcodec.av_packet_free(packet);
  }

  private void draw(AVFrame frame, int number) {
    int depth = avutil.av_pix_fmt_desc_get(pixelFormat).comp(0).depth();
    int bytes = depth > 8 ? 2 : 1;
    byte[] row = new byte[width * bytes];
    for (int x = 0; x < width; x++) {
      int bit = x * BITS / width;
      put(row, x, (number >> bit & 1) == 1 ? BRIGHT : DARK, depth);
    }
    fill(frame, 0, row, height);
    byte[] grey = new byte[width / 2 * bytes];
    for (int x = 0; x < width / 2; x++) {
      put(grey, x, 128, depth);
    }
    fill(frame, 1, grey, height / 2);
    fill(frame, 2, grey, height / 2);
  }

  private static void put(byte[] row, int x, int level, int depth) {
    if (depth == 8) {
      row[x] = (byte) level;
    } else {
      int deep = level << (depth - 8);
      row[2 * x] = (byte) deep;
      row[2 * x + 1] = (byte) (deep >> 8);
    }
  }

  private static void fill(AVFrame frame, int plane, byte[] row, int rows) {
    for (int y = 0; y < rows; y++) {
      frame.data(plane).position((long) y * frame.linesize(plane)).put(row);
    }
  }

  private static AVRational rational(int numerator, int denominator) {
    return avutil.av_make_q(numerator, denominator);
  }

  private static void check(int code) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg returned " + code + " while a test file was written");
    }
  }
}
