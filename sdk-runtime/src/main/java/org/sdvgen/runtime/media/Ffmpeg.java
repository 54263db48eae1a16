package org.sdvgen.runtime.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * The common parts of all calls of FFmpeg's C interface: its log redirected, its error codes turned
 * into messages.
 */
final class Ffmpeg {
  private static final Logger LOG = LogManager.getLogger(Ffmpeg.class);

  /** Held for good: FFmpeg keeps only a pointer to it. */
  private static final LogCallback TO_LOG4J =
      new LogCallback() {
        @Override
        public void call(int level, BytePointer message) {
          LOG.debug("{}", () -> message.getString().strip());
        }
      };

  private static final int REASON_BYTES = 256;

  static {
    avutil.av_log_set_level(avutil.AV_LOG_WARNING);
    avutil.setLogCallback(TO_LOG4J);
  }

  private Ffmpeg() {}

  /**
   * Names a file for FFmpeg.
   *
   * @return UTF-8, zero-terminated; the caller closes it
   */
  static BytePointer url(MediaFile file) {
    return new BytePointer((file.url() + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Passes a return code on if it reports success.
   *
   * @param code the return code of FFmpeg; negative is an error
   * @param file the file at hand
   * @param problem the failed action, for the message
   * @return the code
   * @throws InputException if the code is an error
   */
  static int check(int code, Object file, String problem) {
    if (code < 0) {
      throw new InputException(file + ": " + problem + ": " + reason(code));
    }
    return code;
  }

  /** Passes an allocated object on. */
  static <T> T allocated(@Nullable T object) {
    if (object == null) {
      throw new IllegalStateException("FFmpeg could not allocate memory");
    }
    return object;
  }

  /**
   * Looks up the side data of a container.
   *
   * @param parameters those of the stream, which own the result
   * @param type one of {@code AV_PKT_DATA_*}
   * @return the data; empty if there is none of this type
   */
  static Optional<AVPacketSideData> sideData(AVCodecParameters parameters, int type) {
    int count = parameters.nb_coded_side_data();
    return count == 0
        ? Optional.empty()
        : Optional.ofNullable(
            avcodec.av_packet_side_data_get(parameters.coded_side_data(), count, type));
  }

  private static String reason(int code) {
    byte[] text = new byte[REASON_BYTES];
    avutil.av_strerror(code, ByteBuffer.wrap(text), text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8) + " (FFmpeg)";
  }
}
