package org.sdvgen.runtime.media;

import java.nio.file.Path;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.plugin.Notices;

/**
 * A video in a file of any format that FFmpeg decodes. Frames are chosen by presentation time:
 * frame k of a clip is what a player shows k / rate seconds after the clip's start. Nothing is kept
 * open between readings.
 */
public final class VideoFile implements Video {
  private final Path file;
  private final Notices notices;

  /**
   * Names a file; it is not touched yet.
   *
   * @param file the file
   * @param notices is told at each reading what was read and what was changed
   */
  public VideoFile(Path file, Notices notices) {
    this.file = file;
    this.notices = notices;
  }

  /**
   * Reads what the file says of itself, without decoding it.
   *
   * @return size, rate, length, rotation
   * @throws org.sdvgen.api.error.InputException if there is no video in it
   */
  public VideoInfo probe() {
    try (VideoStream stream = VideoStream.open(file)) {
      return stream.container().info();
    }
  }

  /**
   * Decodes the video from beginning to end and keeps nothing.
   *
   * @return the number of frames
   * @throws org.sdvgen.api.error.InputException if it is damaged or cut off anywhere
   */
  public long decodeAll() {
    return VideoStream.countFrames(file);
  }

  @Override
  public String describe() {
    return file.getFileName() + ", " + probe().describe();
  }

  @Override
  public PixelClip read(ClipRequest request) {
    Clip clip = ClipReader.read(file, request);
    notices.say(clip.report());
    return clip.pixels();
  }
}
