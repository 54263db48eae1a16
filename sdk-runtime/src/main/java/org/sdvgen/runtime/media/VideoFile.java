package org.sdvgen.runtime.media;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.plugin.Notices;

/**
 * A video in a file of any format that FFmpeg decodes. Frames are chosen by presentation time:
 * frame k of a clip is the one that a player shows k / rate seconds after the clip's start. Nothing
 * is kept open between readings.
 */
public final class VideoFile implements Video {
  private final MediaFile file;
  private final Notices notices;
  private final OptionalDouble seconds;

  /**
   * Names a file; it is not touched yet.
   *
   * @param file the file
   * @param notices takes a sentence at each reading about the frames and the changes made to them
   */
  public VideoFile(Path file, Notices notices) {
    this(MediaFile.whole(file), notices, OptionalDouble.empty());
  }

  private VideoFile(MediaFile file, Notices notices, OptionalDouble seconds) {
    this.file = file;
    this.notices = notices;
    this.seconds = seconds;
  }

  /**
   * Names a video that lies in another file as it is, such as in an archive that is not compressed.
   *
   * @param archive the file that it lies in
   * @param name names the video in messages
   * @param start where it begins, bytes
   * @param length its length, bytes
   * @param notices takes a sentence at each reading about the frames and the changes made to them
   * @return the video
   */
  public static VideoFile within(
      Path archive, String name, long start, long length, Notices notices) {
    return new VideoFile(
        new MediaFile(archive, name, start, OptionalLong.of(length)),
        notices,
        OptionalDouble.empty());
  }

  /**
   * This video with a length that was measured before.
   *
   * @param known the result of {@link #measure}; empty if it was not measured
   * @return the same video
   */
  public VideoFile withSeconds(OptionalDouble known) {
    return new VideoFile(file, notices, known);
  }

  /**
   * Finds out how long the video is, from its first frames and its last ones, without decoding
   * them.
   *
   * @return seconds up to which a frame can be taken, as {@link #read} would find
   * @throws org.sdvgen.api.error.InputException if there is no video in it, or if it is cut off
   */
  public double measure() {
    return VideoLength.shownSeconds(file);
  }

  @Override
  public OptionalDouble seconds() {
    return seconds;
  }

  /**
   * Reads the header; of its frames only the first one is decoded, which may say how it is to be
   * turned.
   *
   * @return size, rate, length, rotation
   * @throws org.sdvgen.api.error.InputException if there is no video in it
   */
  public VideoInfo probe() {
    return VideoStream.info(file);
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
    return file.shortName() + ", " + probe().describe();
  }

  @Override
  public String identity(boolean content) {
    return file.identity(content);
  }

  @Override
  public OptionalDouble aspectRatio() {
    VideoInfo info = probe();
    return OptionalDouble.of((double) info.width() / info.height());
  }

  @Override
  public PixelClip read(ClipRequest request) {
    Clip clip = ClipReader.read(file, request);
    notices.say(clip.report());
    return clip.pixels();
  }
}
