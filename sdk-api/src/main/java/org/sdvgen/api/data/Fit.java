package org.sdvgen.api.data;

/** How a picture is resized to another aspect ratio without stretching it. */
public enum Fit {
  /** The whole picture is kept; bars fill the rest of the frame. */
  CONTAIN,
  /** The whole frame is filled; the picture is cropped equally on both sides. */
  COVER
}
