package org.sdvgen.runtime.media;

import java.util.List;

/**
 * An image as its file shows it.
 *
 * @param image upright, opaque, 8 bit
 * @param changes what was done to bring it there, each a phrase for a report
 */
record DecodedImage(RgbImage image, List<String> changes) {
  /** Takes a copy of the list. */
  DecodedImage {
    changes = List.copyOf(changes);
  }
}
