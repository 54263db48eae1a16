package org.sdvgen.wan22;

import org.sdvgen.api.plugin.Plugin;

/**
 * The place of the Wan 2.2 TI2V-5B backbone. It brings no component yet, so that {@code
 * backbone.name = wan22} is refused by name instead of half working.
 */
public final class Wan22Plugin implements Plugin {
  /** For the service loader. */
  public Wan22Plugin() {}

  @Override
  public String name() {
    return "wan22";
  }
}
