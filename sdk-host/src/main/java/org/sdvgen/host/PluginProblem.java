package org.sdvgen.host;

import java.util.Optional;

/**
 * A fault of a plugin: what is wrong with it and what to do.
 *
 * @param origin the jar or folder of the plugin, or the words "given by the program"
 * @param plugin the plugin's name; empty if it could not even be asked for it
 * @param version the plugin's version; empty with the name
 * @param component the component at fault, such as {@code switch policy round-robin}; empty if it
 *     is the plugin as a whole
 * @param key the setting by which the component was chosen; empty if none has chosen it
 * @param reason what is wrong
 * @param remedy what the user can do
 */
public record PluginProblem(
    String origin,
    Optional<String> plugin,
    Optional<String> version,
    Optional<String> component,
    Optional<String> key,
    String reason,
    String remedy) {

  /**
   * The whole message.
   *
   * @return one line that names jar, plugin, version, component and key as far as they are known,
   *     the fault, and what to do
   */
  public String message() {
    StringBuilder text = new StringBuilder(origin).append(": ");
    plugin.ifPresent(
        name -> text.append("plugin ").append(name).append(' ').append(version.orElse("")));
    component.ifPresent(name -> text.append(", ").append(name));
    key.ifPresent(chosen -> text.append(" (").append(chosen).append(')'));
    if (plugin.isPresent()) {
      text.append(": ");
    }
    return text.append(reason).append(": ").append(remedy).toString();
  }
}
