package org.sdvgen.host.plugin;

import org.sdvgen.api.plugin.Plugin;

/**
 * A plugin and where it came from.
 *
 * @param plugin the plugin
 * @param origin the jar or folder that it was loaded from, or the words "given by the program"
 */
public record LoadedPlugin(Plugin plugin, String origin) {}
