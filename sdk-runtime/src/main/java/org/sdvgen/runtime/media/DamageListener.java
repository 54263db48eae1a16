package org.sdvgen.runtime.media;

import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Hears of damage that ImageIO's JPEG reader paints over with grey. */
final class DamageListener implements IIOReadWarningListener {
  private final List<String> warnings = new ArrayList<>();

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    warnings.add(warning);
  }

  /** Returns whether samples are missing or wrong; bytes too many are harmless. */
  boolean found() {
    return warnings.stream()
        .anyMatch(
            warning ->
                warning.contains("Premature end")
                    || warning.contains("Inconsistent progression")
                    || (warning.contains("Corrupt JPEG data") && !warning.contains("extraneous")));
  }

  /** Returns the messages. */
  String words() {
    return String.join("; ", warnings);
  }
}
