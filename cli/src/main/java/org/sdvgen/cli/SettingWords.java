package org.sdvgen.cli;

import org.sdvgen.host.SettingInfo;

/** A setting's type in one line. */
final class SettingWords {
  private SettingWords() {}

  /** The type, the default, and whether a run may be resumed with another value. */
  static String of(SettingInfo setting) {
    String value =
        setting.required()
            ? "must be given"
            : setting.defaultValue().map(SettingWords::shown).orElse("may be left out");
    String free = setting.decidesResult() ? "" : "; free to change on resuming";
    return setting.type() + "; " + value + free;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "default: none" : "default: " + value;
  }
}
