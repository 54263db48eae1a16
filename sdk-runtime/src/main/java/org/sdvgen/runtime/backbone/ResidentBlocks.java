package org.sdvgen.runtime.backbone;

import java.util.Optional;
import org.sdvgen.api.config.WrittenAs;

/**
 * How many blocks of a network stay on the device, as configurations write it.
 *
 * @param text {@code auto} or a number
 */
@WrittenAs(form = ResidentBlocks.FORM, pattern = ResidentBlocks.PATTERN)
public record ResidentBlocks(String text) {
  /** As many as the use of memory allows. */
  public static final ResidentBlocks AUTO = new ResidentBlocks("auto");

  static final String FORM = "auto or a number of blocks";
  static final String PATTERN = "^(auto|[0-9]{1,6})$";

  /** Checks the form. */
  public ResidentBlocks {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("expected " + FORM + ", found \"" + text + "\"");
    }
  }

  /**
   * A number of blocks.
   *
   * @param number at least 0
   * @return the setting
   */
  public static ResidentBlocks of(int number) {
    return new ResidentBlocks(Integer.toString(number));
  }

  /**
   * Reads the setting.
   *
   * @param text the text
   * @return the setting
   * @throws IllegalArgumentException if it is none
   */
  public static ResidentBlocks parse(String text) {
    return new ResidentBlocks(text);
  }

  /**
   * The number that was asked for.
   *
   * @return the number; empty for auto
   */
  public Optional<Integer> number() {
    return text.equals(AUTO.text) ? Optional.empty() : Optional.of(Integer.valueOf(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
