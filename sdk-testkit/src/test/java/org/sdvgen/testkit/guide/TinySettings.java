package org.sdvgen.testkit.guide;

import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.config.Setting;
import org.sdvgen.runtime.backbone.ModelSettings;

// guide: settings
/** What stands beside backbone.name in a configuration. */
record TinySettings(
    @Inlined ModelSettings model,
    @Setting(doc = "Tokens that every prompt is padded to", defaultValue = "40")
        int maxSequenceLength) {
  TinySettings {
    if (maxSequenceLength < 1) {
      throw new IllegalArgumentException(
          "max_sequence_length must be above 0, not " + maxSequenceLength);
    }
  }
}
// end
