package org.sdvgen.testkit;

import org.sdvgen.api.config.Setting;

/**
 * Settings of the fake data sources.
 *
 * @param size number of samples
 */
public record FakeDataSettings(@Setting(doc = "Number of samples", defaultValue = "8") int size) {
  /** Checks the range. */
  public FakeDataSettings {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, not " + size);
    }
  }
}
