package org.sdvgen.host;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.error.InputException;

/**
 * An adapter file and how strongly it acts.
 *
 * @param file the file
 * @param weight the factor of its effect: 1 as it was trained, 0 for none; finite, may be negative
 */
public record AdapterUse(Path file, double weight) {
  private static final Pattern WEIGHTED = Pattern.compile("(.+):([^:]*)", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

  /** Checks the range. */
  public AdapterUse {
    if (!Double.isFinite(weight)) {
      throw new InputException(file + ": an adapter's weight must be finite, not " + weight);
    }
  }

  /**
   * An adapter as it was trained.
   *
   * @param file the file
   */
  public AdapterUse(Path file) {
    this(file, 1);
  }

  /**
   * Reads an argument of a command line. The text behind the last colon is a weight unless the
   * whole text is the name of a file, or the part before the colon is none: drive letters and
   * colons in names stay as they are.
   *
   * @param text {@code FILE} or {@code FILE:WEIGHT}
   * @return the file with its weight, 1 if none is given
   * @throws InputException if there is no such file, or the weight is no finite number
   */
  public static AdapterUse parse(String text) {
    Optional<Path> whole = file(text);
    if (whole.isPresent()) {
      return new AdapterUse(whole.get());
    }
    Matcher parts = WEIGHTED.matcher(text);
    Optional<Path> weighted = parts.matches() ? file(parts.group(1)) : Optional.empty();
    if (weighted.isEmpty()) {
      throw new InputException(
          text
              + " is no file: expected an adapter as FILE or FILE:WEIGHT, such as"
              + " a.safetensors:0.8");
    }
    String weight = parts.group(2).strip();
    if (!NUMBER.matcher(weight).matches() || !Double.isFinite(Double.parseDouble(weight))) {
      throw new InputException(
          "%s: \"%s\" is no weight for the adapter %s: expected a number such as 0.8"
              .formatted(text, weight, weighted.get()));
    }
    return new AdapterUse(weighted.get(), Double.parseDouble(weight));
  }

  private static Optional<Path> file(String name) {
    try {
      return Optional.of(Path.of(name)).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The weight as it is written.
   *
   * @return the shortest decimal number, such as {@code 0.8} or {@code 2}
   */
  public String weightText() {
    return BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
  }

  /** The file, and the weight if it is not 1: as {@link #parse} reads it. */
  @Override
  public String toString() {
    return weight == 1 ? file.toString() : file + ":" + weightText();
  }
}
