package org.sdvgen.host;

import java.nio.file.Path;
import org.sdvgen.host.plugin.PluginInstallation;

/** A folder of plugins, into which plugins are put. */
public final class PluginFolder {
  private final PluginInstallation installation;

  /**
   * A folder.
   *
   * @param folder as {@link SdvgenBuilder#pluginDirectory} takes it; made if it is missing
   */
  public PluginFolder(Path folder) {
    installation = new PluginInstallation(folder);
  }

  /**
   * Puts a plugin into the folder.
   *
   * @param plugin a jar, or a folder with a plugin's jar and its libraries
   * @return the plugin's own folder
   * @throws org.sdvgen.api.error.InputException if it is no plugin that loads, or if one of that
   *     name is there; nothing is changed then
   */
  public Path add(Path plugin) {
    return installation.add(plugin);
  }
}
