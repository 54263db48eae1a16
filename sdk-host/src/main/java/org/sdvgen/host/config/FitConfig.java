package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/**
 * The configuration of fitting a codec.
 *
 * @param settings clips and result
 * @param codec fits it
 * @param data gives the clips
 */
public record FitConfig(
    FitSettings settings, ComponentChoice<CodecFitter> codec, ComponentChoice<DataSource> data) {
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
  public static FitConfig read(
      PluginRegistry plugins,
      Optional<Path> file,
      Map<String, String> values,
      List<String> overrides) {
    Settings settings = SettingsReader.all(file, values, overrides);
    Problems problems = new Problems();
    RecordBinder binder = new RecordBinder(settings, problems, SettingsReader.folder(file));
    ComponentChooser chooser = new ComponentChooser(plugins, settings, problems, binder);
    Optional<FitSettings> fit = binder.bind(FitSettings.class, "fit.");
    Optional<ComponentChoice<CodecFitter>> codec =
        chooser.choice(ComponentKind.CODEC_FITTER, "fit.codec.");
    Optional<ComponentChoice<DataSource>> data =
        chooser.choice(ComponentKind.DATA_SOURCE, "fit.data.");
    binder.reportUnknownKeys();
    problems.throwIfAny(file.map(Path::toString).orElse("the configuration"));
    return new FitConfig(fit.orElseThrow(), codec.orElseThrow(), data.orElseThrow());
  }
}
