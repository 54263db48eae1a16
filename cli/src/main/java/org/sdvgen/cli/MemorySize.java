package org.sdvgen.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A size of memory. Units are those by which memory is sold: a card of 24 GB has 24 times 2^30
 * bytes.
 *
 * @param bytes the size
 */
record MemorySize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?) ?(G|GB|GiB|M|MB|MiB)", Pattern.CASE_INSENSITIVE);
  private static final int GIB_SHIFT = 30;
  private static final int MIB_SHIFT = 20;

  /** Reads a size. */
  static final class Converter implements ITypeConverter<MemorySize> {
    @Override
    public MemorySize convert(String text) {
      Matcher matcher = FORM.matcher(text.strip());
      if (!matcher.matches() || Double.parseDouble(matcher.group(1)) <= 0) {
        throw new TypeConversionException("expected a size such as 24GB, found \"" + text + "\"");
      }
      boolean giga = matcher.group(2).toUpperCase(Locale.ROOT).startsWith("G");
      double bytes = Double.parseDouble(matcher.group(1)) * (1L << (giga ? GIB_SHIFT : MIB_SHIFT));
      return new MemorySize(Math.round(bytes));
    }
  }
}
