package org.sdvgen.host.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.config.WrittenAs;

/**
 * A size as it is written in a configuration: {@code 720x480}.
 *
 * @param width columns, in pixels
 * @param height rows, in pixels
 */
@WrittenAs(form = FrameSize.FORM, pattern = FrameSize.PATTERN)
public record FrameSize(int width, int height) {
  static final String FORM = "a size as width x height, such as 720x480";
  static final String PATTERN = "^([1-9][0-9]{0,4})x([1-9][0-9]{0,4})$";
  private static final Pattern SIZE = Pattern.compile(PATTERN);

  /**
   * Reads a size.
   *
   * @param text width, an x, height
   * @return the size
   * @throws IllegalArgumentException if the text is none
   */
  public static FrameSize parse(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected " + FORM + ", found \"" + text + "\"");
    }
    return new FrameSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
