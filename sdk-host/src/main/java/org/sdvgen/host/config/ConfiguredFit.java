package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.host.EffectiveSetting;
import org.sdvgen.host.plugin.PluginRegistry;

/**
 * The configuration of fitting a codec.
 *
 * @param settings clips and result
 * @param codec fits it
 * @param data gives the clips
 * @param effective every setting's value, whoever gave it
 */
public record ConfiguredFit(
    FitSettings settings,
    ComponentChoice<CodecFitter> codec,
    ComponentChoice<DataSource> data,
    List<EffectiveSetting> effective) {
  /** Copies the list. */
  public ConfiguredFit {
    effective = List.copyOf(effective);
  }

  /**
   * Tells whether settings are those of fitting a codec: they have a section {@code fit}.
   *
   * @param file the configuration file, if there is one
   * @param values settings that replace the file's
   * @param overrides {@code key=value} settings that replace both
   * @return false if they are those of a run
   */
  public static boolean isOne(
      Optional<Path> file, Map<String, String> values, List<String> overrides) {
    return SettingsReader.all(file, values, overrides).hasSection(Layout.FIT.prefix());
  }

  /**
   * Reads a configuration.
   *
   * @param plugins the components that can be chosen
   * @param file the configuration file, if there is one
   * @param values settings that replace the file's
   * @param overrides {@code key=value} settings that replace both
   * @return the configuration
   * @throws org.sdvgen.api.error.InputException with every problem found
   */
  public static ConfiguredFit read(
      PluginRegistry plugins,
      Optional<Path> file,
      Map<String, String> values,
      List<String> overrides) {
    Settings settings = SettingsReader.all(file, values, overrides);
    Problems problems = new Problems();
    RecordBinder binder = new RecordBinder(settings, problems, SettingsReader.folder(file));
    ComponentChooser chooser = new ComponentChooser(plugins, settings, problems, binder);
    Optional<FitSettings> fit = binder.bind(Layout.FIT);
    Optional<ComponentChoice<CodecFitter>> codec = chooser.choice(Layout.FIT_CODEC);
    Optional<ComponentChoice<DataSource>> data = chooser.choice(Layout.FIT_DATA);
    binder.reportUnknownKeys();
    problems.throwIfAny(file.map(Path::toString).orElse("the configuration"));
    return new ConfiguredFit(
        fit.orElseThrow(), codec.orElseThrow(), data.orElseThrow(), binder.effective());
  }
}
