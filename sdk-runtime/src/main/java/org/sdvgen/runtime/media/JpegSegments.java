package org.sdvgen.runtime.media;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The segments of a JPEG file (ITU-T T.81): everything but the coded samples. */
final class JpegSegments {
  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;
  private static final int TEMPORARY = 0x01;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
  private static final String EXIF = "Exif\0\0";
  private static final String ICC = "ICC_PROFILE\0";
  private static final String ADOBE = "Adobe";

  private final byte[] file;
  private final Map<Integer, byte[]> profileParts = new TreeMap<>();
  private Orientation orientation = Orientation.NORMAL;
  private boolean exifSeen;
  private int adobeTransform = -1;
  private int frameMarker;
  private int components;
  private boolean complete;

  private JpegSegments(byte[] file) {
    this.file = file;
  }

  /** Returns whether the file begins as a JPEG file does. */
  static boolean begin(byte[] file) {
    return file.length > 3
        && (file[0] & 0xFF) == 0xFF
        && (file[1] & 0xFF) == START_OF_IMAGE
        && (file[2] & 0xFF) == 0xFF;
  }

  /** Reads the segments of a file up to the end of its first picture. */
  static JpegSegments of(byte[] file) {
    JpegSegments segments = new JpegSegments(file);
    segments.read();
    return segments;
  }

  PictureHead head() {
    return new PictureHead(
        orientation,
        new ColorTag(profile(), null),
        complete ? Optional.empty() : Optional.of(PictureHead.CUT_OFF));
  }

  /** Returns the number of components: 1 grey, 3 colours, 4 inks; 0 if no frame was found. */
  int components() {
    return components;
  }

  /** Returns whether this is a baseline, extended or progressive file, which ImageIO decodes. */
  boolean isCommon() {
    return frameMarker >= 0xC0 && frameMarker <= 0xC2;
  }

  /** Returns the colour transform of Adobe's segment: 0 none, 1 YCbCr, 2 YCCK; -1 without one. */
  int adobeTransform() {
    return adobeTransform;
  }

  private void read() {
    int at = 2;
    while (true) {
      at = nextMarker(at, false);
      if (at < 0) {
        return;
      }
      int marker = file[at++] & 0xFF;
      if (marker == END_OF_IMAGE) {
        complete = true;
        return;
      }
      if (marker == TEMPORARY || (marker >= FIRST_RESTART && marker <= START_OF_IMAGE)) {
        continue;
      }
      int end = at + length(at);
      if (end <= at + 1 || end > file.length) {
        return;
      }
      segment(marker, at + 2, end);
      at = marker == START_OF_SCAN ? Math.max(end, nextMarker(end, true) - 1) : end;
    }
  }

  private int length(int at) {
    return at + 2 > file.length ? 0 : (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
  }

  /**
   * Finds the next marker; any number of fill bytes may stand before it.
   *
   * @param coded whether coded samples come first, in which 0xFF 0x00 and restarts belong
   * @return the place of its second byte; -1 at the end of the file
   */
  private int nextMarker(int from, boolean coded) {
    for (int at = from; at + 1 < file.length; at++) {
      int next = file[at + 1] & 0xFF;
      boolean stuffed = next == 0 || (coded && next >= FIRST_RESTART && next <= LAST_RESTART);
      if ((file[at] & 0xFF) == 0xFF && next != 0xFF && !stuffed) {
        return at + 1;
      }
    }
    return -1;
  }

  private void segment(int marker, int from, int to) {
    if (marker == APP1 && !exifSeen && PictureHead.startsWith(file, from, EXIF)) {
      exifSeen = true;
      orientation = PictureHead.exifOrientation(Arrays.copyOfRange(file, from, to));
    } else if (marker == APP2 && PictureHead.startsWith(file, from, ICC)) {
      int part = from + ICC.length();
      if (part + 2 <= to) {
        profileParts.putIfAbsent(file[part] & 0xFF, Arrays.copyOfRange(file, part + 2, to));
      }
    } else if (marker == APP14 && to - from >= 12 && PictureHead.startsWith(file, from, ADOBE)) {
      adobeTransform = file[from + 11] & 0xFF;
    } else if (isFrame(marker) && frameMarker == 0 && to - from >= 6) {
      frameMarker = marker;
      components = file[from + 5] & 0xFF;
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private byte @Nullable [] profile() {
    if (profileParts.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    profileParts.values().forEach(whole::writeBytes);
    return whole.toByteArray();
  }
}
