package org.sdvgen.host.plugin;

import java.util.Optional;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.PluginProblem;

/**
 * A plugin and where it came from.
 *
 * @param plugin the plugin
 * @param name its name
 * @param version its version
 * @param origin the jar or folder that it was loaded from, or the words "given by the program"
 */
public record LoadedPlugin(Plugin plugin, String name, String version, String origin) {
  /**
   * Asks a plugin for its name and version.
   *
   * @param plugin the plugin
   * @param origin where it came from
   */
  public LoadedPlugin(Plugin plugin, String origin) {
    this(plugin, plugin.name(), plugin.version(), origin);
  }

  /**
   * A fault of this plugin as a whole.
   *
   * @param reason what is wrong
   * @param remedy what the user can do
   * @return the fault
   */
  public PluginProblem problem(String reason, String remedy) {
    return problem(Optional.empty(), Optional.empty(), reason, remedy);
  }

  /**
   * A fault of one of its components.
   *
   * @param component the component with its kind
   * @param key the setting that chose it
   * @param reason what is wrong
   * @param remedy what the user can do
   * @return the fault
   */
  public PluginProblem problem(
      Optional<String> component, Optional<String> key, String reason, String remedy) {
    return new PluginProblem(
        origin, Optional.of(name), Optional.of(version), component, key, reason, remedy);
  }
}
