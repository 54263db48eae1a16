package org.sdvgen.host.config;

import java.util.OptionalInt;
import org.sdvgen.api.config.WrittenAs;

/**
 * How many samples go through the model at once, as it is written in a configuration.
 *
 * @param samples their number; empty if the memory plan decides it
 */
@WrittenAs(form = MicroBatchSize.FORM, pattern = MicroBatchSize.PATTERN)
public record MicroBatchSize(OptionalInt samples) {
  static final String FORM = "a whole number above 0, or auto";
  static final String PATTERN = "^(auto|[1-9][0-9]{0,8})$";
  private static final String AUTO = "auto";

  /**
   * Reads a number or the word.
   *
   * @param text the text
   * @return the size
   * @throws IllegalArgumentException if the text is none
   */
  public static MicroBatchSize parse(String text) {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("expected " + FORM + ", found \"" + text + "\"");
    }
    return new MicroBatchSize(
        text.equals(AUTO) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text)));
  }

  @Override
  public String toString() {
    return samples.isPresent() ? Integer.toString(samples.getAsInt()) : AUTO;
  }
}
