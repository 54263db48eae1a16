package org.sdvgen.runtime.media;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/** Decodes one coded picture that was taken out of its container. */
final class StillDecoder {
  /** Damage is an error, not something to be painted over. */
  static final int STRICT =
      avcodec.AV_EF_CRCCHECK
          | avcodec.AV_EF_BITSTREAM
          | avcodec.AV_EF_BUFFER
          | avcodec.AV_EF_EXPLODE;

  private final MediaFile file;
  private final int codec;
  private final byte[] setup;

  /**
   * A decoder for pictures of one kind.
   *
   * @param file where they come from, for messages
   * @param codec {@code AV_CODEC_ID_...}
   * @param setup the decoder configuration of the container, perhaps empty
   */
  StillDecoder(MediaFile file, int codec, byte[] setup) {
    this.file = file;
    this.codec = codec;
    this.setup = setup;
  }

  /** Uses a decoded frame, which is freed afterwards. */
  @FunctionalInterface
  interface Use<T> {
    T apply(AVFrame frame);
  }

  /**
   * Decodes one picture.
   *
   * @param data its coded form
   * @throws InputException if it is damaged or it is too large to be read
   */
  <T> T decode(byte[] data, Use<T> use) {
    AVCodecContext decoder = open();
    AVPacket packet = Ffmpeg.allocated(avcodec.av_packet_alloc());
    AVFrame frame = Ffmpeg.allocated(avutil.av_frame_alloc());
    try {
      Ffmpeg.check(avcodec.av_new_packet(packet, data.length), file, "no memory for the picture");
      packet.data().put(data, 0, data.length);
      packet.flags(avcodec.AV_PKT_FLAG_KEY);
      Ffmpeg.check(avcodec.avcodec_send_packet(decoder, packet), file, "a picture is damaged");
      avcodec.avcodec_send_packet(decoder, null);
      Ffmpeg.check(avcodec.avcodec_receive_frame(decoder, frame), file, "a picture is damaged");
      if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
        throw new InputException(file + ": a picture is damaged");
      }
      return use.apply(frame);
    } finally {
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(decoder);
    }
  }

  private AVCodecContext open() {
    AVCodec found = avcodec.avcodec_find_decoder(codec);
    if (found == null) {
      throw new InputException(
          file + ": there is no decoder for " + avcodec.avcodec_get_name(codec).getString());
    }
    AVCodecContext decoder = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(found));
    try {
      if (setup.length > 0) {
        BytePointer extra =
            new BytePointer(avutil.av_mallocz(setup.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
        extra.put(setup, 0, setup.length);
        decoder.extradata(extra).extradata_size(setup.length);
      }
      decoder.thread_count(1).err_recognition(STRICT).max_pixels(PixelLimit.pixels());
      decoder.flags(decoder.flags() | avcodec.AV_CODEC_FLAG_UNALIGNED);
      Ffmpeg.check(
          avcodec.avcodec_open2(decoder, found, (AVDictionary) null),
          file,
          "its picture cannot be decoded");
      return decoder;
    } catch (RuntimeException e) {
      avcodec.avcodec_free_context(decoder);
      throw e;
    }
  }

  /** Takes the tags of still pictures for granted where a frame has none. */
  static void assumeStill(AVFrame frame) {
    if (frame.colorspace() == avutil.AVCOL_SPC_UNSPECIFIED) {
      frame.colorspace(avutil.AVCOL_SPC_SMPTE170M);
    }
  }

  /** Returns the ICC profile that the decoder found in the file. */
  static byte @Nullable [] iccProfile(AVFrame frame) {
    AVFrameSideData data = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_ICC_PROFILE);
    if (data == null) {
      return null;
    }
    byte[] icc = new byte[(int) data.size()];
    data.data().get(icc);
    return icc;
  }
}
