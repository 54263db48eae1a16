package org.sdvgen.runtime.media;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.sdvgen.api.error.InputException;

/**
 * How long a video is shown, from its packets: the announced one may be the length of the sound, or
 * missing.
 */
final class VideoLength {
  /**
   * Within this much of the end of a file lies the frame that is shown last: files reorder frames.
   */
  private static final double END_SECONDS = 2;

  /**
   * The length of a picture. Containers of pictures say anything from nothing to 25 seconds, but
   * one frame is no clip of several.
   */
  private static final double LONE_FRAME_SECONDS = 1e-3;

  /**
   * The frame that is shown last.
   *
   * @param seconds when, on the stream's own clock
   * @param shownSeconds how long
   */
  private record LastFrame(double seconds, double shownSeconds) {}

  private VideoLength() {}

  /**
   * Finds when the last frame of a file is shown, on the stream's own clock.
   *
   * @throws InputException if the file is damaged or cut off
   */
  static double lastFrameSeconds(MediaFile file) {
    return lastFrame(file).seconds();
  }

  /**
   * Finds out how long a file's frames are shown.
   *
   * @return seconds from the first frame to the end of the last one; next to nothing for a picture
   * @throws InputException if there is no frame, if frames carry no times, or if the file is cut
   *     off near its end
   */
  static double shownSeconds(MediaFile file) {
    double first;
    try (VideoPackets packets = VideoPackets.open(file)) {
      first = firstShown(file, packets);
    }
    LastFrame last = lastFrame(file);
    return last.seconds() > first
        ? last.seconds() + last.shownSeconds() - first
        : LONE_FRAME_SECONDS;
  }

  private static double firstShown(MediaFile file, VideoPackets packets) {
    boolean found;
    do {
      found = packets.next("damaged or cut off at its beginning");
    } while (found && (packets.packet().flags() & avcodec.AV_PKT_FLAG_DISCARD) != 0);
    if (!found) {
      throw new InputException(file + ": there is not a single frame in its video stream");
    }
    AVPacket packet = packets.packet();
    return packets.seconds(packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts());
  }

  private static LastFrame lastFrame(MediaFile file) {
    try (VideoPackets packets = VideoPackets.open(file)) {
      // An index leads to the last key frame; without one, all packets are passed over.
      double nearEnd = Math.max(0, packets.announcedSeconds() - END_SECONDS);
      packets.seek(packets.startSeconds() + nearEnd);
      LastFrame last = lastFrame(packets);
      if (last.seconds() > Double.NEGATIVE_INFINITY) {
        return last;
      }
    }
    // The index, or the announced length, led beyond its end.
    try (VideoPackets packets = VideoPackets.open(file)) {
      return lastFrame(packets);
    }
  }

  private static LastFrame lastFrame(VideoPackets packets) {
    LastFrame last = new LastFrame(Double.NEGATIVE_INFINITY, 0);
    while (packets.next("damaged or cut off near its end")) {
      if (packets.packetSeconds() > last.seconds()) {
        last = new LastFrame(packets.packetSeconds(), packets.packetShownSeconds());
      }
    }
    return last;
  }
}
