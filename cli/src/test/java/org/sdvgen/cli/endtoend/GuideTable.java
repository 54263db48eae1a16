package org.sdvgen.cli.endtoend;

import java.util.List;
import java.util.stream.Collectors;
import org.sdvgen.host.SettingInfo;

/** Settings as a table of the guide. */
final class GuideTable {
  private static final String HEADING = "| key | takes | default | meaning |\n|---|---|---|---|\n";

  private GuideTable() {}

  static String of(List<SettingInfo> settings) {
    return settings.stream().map(GuideTable::row).collect(Collectors.joining("", HEADING, ""));
  }

  private static String row(SettingInfo setting) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            setting.key(),
            takes(setting),
            fallback(setting),
            setting.doc().replace("<", "\\<").replace("|", "\\|"));
  }

  private static String takes(SettingInfo setting) {
    if (setting.choices().isEmpty()) {
      return setting.type();
    }
    String words =
        setting.choices().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    return setting.type().startsWith("list") ? "list of " + words : words;
  }

  private static String fallback(SettingInfo setting) {
    if (setting.required()) {
      return "must be given";
    }
    return setting
        .defaultValue()
        .map(text -> text.isEmpty() ? "none" : "`" + text + "`")
        .orElse("");
  }
}
