package org.sdvgen.host.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size as it is written in a configuration: {@code 720x480}.
 *
 * @param width columns, in pixels
 * @param height rows, in pixels
 */
public record FrameSize(int width, int height) {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  /**
   * Reads a size.
   *
   * @param key where it is written, for messages
   * @param text width, an x, height
   * @return the size
   * @throws IllegalArgumentException if the text is none
   */
  public static FrameSize parse(String key, String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "%s takes sizes as width x height, such as 720x480, not \"%s\"".formatted(key, text));
    }
    return new FrameSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
