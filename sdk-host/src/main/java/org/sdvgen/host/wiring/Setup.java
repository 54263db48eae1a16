package org.sdvgen.host.wiring;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.random.Draws;

/**
 * The inputs of an application.
 *
 * @param file the configuration file
 * @param values settings that replace the file's
 * @param overrides {@code key=value} settings that replace both
 * @param pluginDirectories folders of plugin jars, besides the installed program's own
 * @param plugins plugins that the embedding program brings
 * @param notices takes sentences for the user
 * @param draws the source of random numbers
 * @param trainingModel decorates the model that objectives see
 */
public record Setup(
    Optional<Path> file,
    Map<String, String> values,
    List<String> overrides,
    List<Path> pluginDirectories,
    List<Plugin> plugins,
    Notices notices,
    Draws draws,
    UnaryOperator<TrainingModel> trainingModel) {
  /** Copies the collections. */
  public Setup {
    values = Map.copyOf(values);
    overrides = List.copyOf(overrides);
    pluginDirectories = List.copyOf(pluginDirectories);
    plugins = List.copyOf(plugins);
  }
}
