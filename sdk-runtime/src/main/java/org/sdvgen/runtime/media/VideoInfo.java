package org.sdvgen.runtime.media;

import java.util.Locale;

/**
 * The header of a video file.
 *
 * @param width W as shown: turned and with square pixels
 * @param height H as shown
 * @param framesPerSecond average rate; 0 if the file does not say
 * @param seconds length; 0 if the file does not say
 * @param turned how the stored frames are rotated to show them upright, empty if not at all
 */
public record VideoInfo(
    int width, int height, double framesPerSecond, double seconds, String turned) {

  /**
   * Returns one line for a report, such as {@code 1920x1080, 29.97 fps, 12.50 s, turned by 90
   * degrees}.
   */
  public String describe() {
    StringBuilder text = new StringBuilder().append(width).append('x').append(height);
    if (framesPerSecond > 0) {
      text.append(String.format(Locale.ROOT, ", %.2f fps", framesPerSecond));
    }
    if (seconds > 0) {
      text.append(String.format(Locale.ROOT, ", %.2f s", seconds));
    }
    return turned.isEmpty() ? text.toString() : text.append(", ").append(turned).toString();
  }
}
