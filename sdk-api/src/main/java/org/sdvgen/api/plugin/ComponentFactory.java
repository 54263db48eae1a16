package org.sdvgen.api.plugin;

import java.util.function.BiFunction;

/**
 * Makes one named kind of component from its own typed configuration.
 *
 * @param <C> the configuration: a record whose components carry {@link
 *     org.sdvgen.api.config.Setting}
 * @param <T> the kind of component
 */
public interface ComponentFactory<C extends Record, T> {
  /**
   * The name by which a configuration chooses this component, in lower case with hyphens. It must
   * be unique among all factories of the same kind.
   *
   * @return the name
   */
  String name();

  /**
   * The component in one sentence.
   *
   * @return the description that {@code sdvgen plugins} prints
   */
  String description();

  /**
   * The record that the settings beside {@code name} are bound to.
   *
   * @return the record's class
   */
  Class<C> settingsType();

  /**
   * Makes the component. Whatever can be checked without data is checked here, so that a run fails
   * when it is wired and not hours later.
   *
   * @param settings the bound settings
   * @param context properties of the run
   * @return a new component; the caller owns it and closes it if it can be closed
   * @throws org.sdvgen.api.error.InputException if a file or a value is at fault
   */
  T create(C settings, ComponentContext context);

  /**
   * A factory from its parts.
   *
   * @param name the component's name
   * @param description the component in one sentence
   * @param settingsType the record of its settings
   * @param creator makes the component
   * @param <C> the configuration
   * @param <T> the kind of component
   * @return the factory
   */
  static <C extends Record, T> ComponentFactory<C, T> of(
      String name,
      String description,
      Class<C> settingsType,
      BiFunction<C, ComponentContext, T> creator) {
    return new NamedFactory<>(name, description, settingsType, creator);
  }
}
