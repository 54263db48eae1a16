package org.sdvgen.data.toyworld.metric;

import java.util.Locale;
import org.sdvgen.api.config.Setting;
import org.sdvgen.data.toyworld.ToySubjectVideo;

/**
 * Settings of the metrics that compare with a line-up of subjects.
 *
 * @param candidates number of subjects in the line-up, the right one included
 */
public record ToyLineupSettings(
    @Setting(doc = "Subjects in the line-up, the right one included, 2 to 64", defaultValue = "16")
        int candidates) {
  /** Checks the range. */
  public ToyLineupSettings {
    if (candidates < 2 || candidates > ToySubjectVideo.LARGEST_LINEUP) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "candidates must be 2 to %d, not %d",
              ToySubjectVideo.LARGEST_LINEUP,
              candidates));
    }
  }
}
