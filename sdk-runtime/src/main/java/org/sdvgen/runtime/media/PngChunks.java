package org.sdvgen.runtime.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The chunks of a PNG file (PNG specification, third edition) that are not its samples. */
final class PngChunks {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int AROUND_CONTENT = 12;
  private static final double UNIT = 100_000;

  /** No profile is larger; a compressed one might claim any size. */
  private static final int MOST_PROFILE_BYTES = 32 << 20;

  private Orientation orientation = Orientation.NORMAL;
  private byte @Nullable [] icc;
  private @Nullable RgbSpace codePoints;
  private boolean highDynamicRange;
  private boolean standard;
  private double gamma;
  private double @Nullable [] primaries;

  private PngChunks() {}

  /** Returns whether the file begins as a PNG file does. */
  static boolean begin(byte[] file) {
    return file.length >= SIGNATURE.length
        && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /** Reads the chunks of a file. */
  static PictureHead of(byte[] file) {
    PngChunks chunks = new PngChunks();
    String fault = chunks.read(file, ByteBuffer.wrap(file));
    if (chunks.highDynamicRange) {
      fault = "its light levels are of high dynamic range; convert it to standard range first";
    }
    return new PictureHead(chunks.orientation, chunks.colors(), Optional.ofNullable(fault));
  }

  private @Nullable String read(byte[] bytes, ByteBuffer file) {
    int at = SIGNATURE.length;
    while (at < file.limit()) {
      int length = at + AROUND_CONTENT > file.limit() ? -1 : file.getInt(at);
      if (length < 0 || length > file.limit() - at - AROUND_CONTENT) {
        return PictureHead.CUT_OFF;
      }
      String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (Character.isUpperCase(type.charAt(0))
          && !isSound(bytes, at + 4, length + 4, file.getInt(at + 8 + length))) {
        return "its chunk " + type + " is damaged";
      }
      if (type.equals("IEND")) {
        return null;
      }
      chunk(type, Arrays.copyOfRange(bytes, at + 8, at + 8 + length));
      at += length + AROUND_CONTENT;
    }
    return PictureHead.CUT_OFF;
  }

  private static boolean isSound(byte[] bytes, int from, int length, int wanted) {
    CRC32 sum = new CRC32();
    sum.update(bytes, from, length);
    return (int) sum.getValue() == wanted;
  }

  private void chunk(String type, byte[] content) {
    ByteBuffer numbers = ByteBuffer.wrap(content);
    switch (type) {
      case "eXIf" -> orientation = PictureHead.exifOrientation(content);
      case "iCCP" -> icc = profile(content);
      case "sRGB" -> standard = true;
      case "gAMA" -> gamma = content.length < 4 ? 0 : numbers.getInt() / UNIT;
      case "cHRM" -> primaries = content.length < 32 ? null : primaries(numbers);
      case "cICP" -> codePoints(content);
      default -> {
        // The rest says nothing about how the samples are to be shown.
      }
    }
  }

  private void codePoints(byte[] content) {
    if (content.length >= 2) {
      highDynamicRange = RgbSpace.isHighDynamicRange(content[1] & 0xFF);
      codePoints = RgbSpace.ofCodePoints(content[0] & 0xFF, content[1] & 0xFF).orElse(null);
    }
  }

  /** The chunk has white first; a space has it last. */
  private static double[] primaries(ByteBuffer numbers) {
    double[] primaries = new double[8];
    for (int i = 0; i < 8; i++) {
      primaries[(i + 6) % 8] = numbers.getInt() / UNIT;
    }
    return primaries;
  }

  private static byte[] profile(byte[] content) {
    int name = 0;
    while (name < content.length && content[name] != 0) {
      name++;
    }
    int from = Math.min(content.length, name + 2);
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(content, from, content.length - from))) {
      return in.readNBytes(MOST_PROFILE_BYTES);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** The order of precedence is that of the specification. */
  private ColorTag colors() {
    if (codePoints != null) {
      return new ColorTag(null, codePoints);
    }
    if (icc != null) {
      return new ColorTag(icc, null);
    }
    boolean given = !standard && gamma > 0;
    return given
        ? new ColorTag(null, RgbSpace.ofGamma(gamma, Optional.ofNullable(sound(primaries))))
        : ColorTag.NONE;
  }

  /** Primaries on one line, or zeros, give no space. */
  private static double @Nullable [] sound(double @Nullable [] primaries) {
    if (primaries == null) {
      return null;
    }
    for (int colour = 0; colour < 4; colour++) {
      if (primaries[2 * colour + 1] <= 0) {
        return null;
      }
    }
    double area =
        (primaries[2] - primaries[0]) * (primaries[5] - primaries[1])
            - (primaries[4] - primaries[0]) * (primaries[3] - primaries[1]);
    return Math.abs(area) < 1e-4 ? null : primaries;
  }
}
