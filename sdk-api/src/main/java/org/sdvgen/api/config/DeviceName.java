package org.sdvgen.api.config;

import java.util.OptionalInt;

/**
 * A device, as configurations write it.
 *
 * @param text {@code auto} (the first GPU if there is one, else the CPU), {@code cpu}, {@code cuda}
 *     (the first GPU) or {@code cuda:N}
 */
@WrittenAs(form = DeviceName.FORM, pattern = DeviceName.PATTERN)
public record DeviceName(String text) {
  /** The first GPU if there is one, else the CPU. */
  public static final DeviceName AUTO = new DeviceName("auto");

  /** The CPU. */
  public static final DeviceName CPU = new DeviceName("cpu");

  static final String FORM = "auto, cpu, cuda or cuda:N";
  static final String PATTERN = "^(auto|cpu|cuda(:[0-9]{1,3})?)$";

  /** Checks the form; whether there is such a GPU is known when it is asked for. */
  public DeviceName {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("expected " + FORM + ", found \"" + text + "\"");
    }
  }

  /**
   * Reads a device's name.
   *
   * @param text the text
   * @return the name
   * @throws IllegalArgumentException if it is none
   */
  public static DeviceName parse(String text) {
    return new DeviceName(text);
  }

  /**
   * The number of a GPU.
   *
   * @return N of {@code cuda:N}; empty if there is none
   */
  public OptionalInt gpu() {
    int colon = text.indexOf(':');
    return colon < 0
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return text;
  }
}
