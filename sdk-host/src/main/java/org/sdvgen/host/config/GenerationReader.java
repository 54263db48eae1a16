package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.SettingInfo;
import org.sdvgen.host.config.Layout.Group;

/** The settings of {@code generate.*} apart from a configuration. */
public final class GenerationReader {
  private static final Group<GenerationSettings> GROUP = Layout.GENERATION;

  private GenerationReader() {}

  /**
   * Describes the settings.
   *
   * @return one by one, with their keys below {@code generate}
   */
  public static List<SettingInfo> describe() {
    List<DeclaredSetting> settings = new ArrayList<>();
    SettingCatalog.walk(GROUP.type(), "", true, Optional.empty(), settings);
    return settings.stream().map(DeclaredSetting::info).toList();
  }

  /**
   * Reads settings as a configuration does.
   *
   * @param texts values by keys below {@code generate}
   * @return the settings
   * @throws InputException with all that is wrong
   */
  public static GenerationSettings read(Map<String, String> texts) {
    Map<String, String> whole = new HashMap<>();
    texts.forEach((key, text) -> whole.put(GROUP.prefix() + key, text));
    Problems problems = new Problems();
    RecordBinder binder =
        new RecordBinder(SettingsReader.values(whole), problems, Path.of("").toAbsolutePath());
    Optional<GenerationSettings> settings = binder.bind(GROUP);
    binder.reportUnknownKeys();
    problems.throwIfAny("settings of the video");
    return settings.orElseThrow();
  }
}
