package org.sdvgen.api.data;

/** How a picture of one shape is brought to another without stretching it. */
public enum Fit {
  /** The whole picture is kept; bars fill what is left over. */
  CONTAIN,
  /** The whole frame is filled; what stands over is cut off, equally on both sides. */
  COVER
}
