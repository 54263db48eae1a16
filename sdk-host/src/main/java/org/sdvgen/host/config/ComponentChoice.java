package org.sdvgen.host.config;

import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.host.plugin.PluginLoader;

/**
 * A component that a configuration names, with its bound settings.
 *
 * @param factory makes it
 * @param config its settings, of the factory's type
 * @param origin the jar or folder of its plugin, for messages
 * @param <T> the component's type
 */
public record ComponentChoice<T>(
    ComponentFactory<?, ? extends T> factory, Record config, String origin) {
  /**
   * The component's name.
   *
   * @return the name that the configuration gives
   */
  public String name() {
    return factory.name();
  }

  /**
   * Says what was chosen.
   *
   * @return the name and all settings, such as {@code stochastic[probability=0.2, track=motion]}
   */
  public String describe() {
    return name() + config.toString().substring(config.getClass().getSimpleName().length());
  }

  /**
   * Makes the component.
   *
   * @param context what it may use of its surroundings
   * @return a new component; the caller owns it
   * @throws InputException if the component refuses its settings, or if its plugin was built for
   *     another version of the contract
   */
  public T create(ComponentContext context) {
    try {
      return create(factory, config, context);
    } catch (LinkageError e) {
      // The factory's own class may be the contract's: its plugin is what is broken.
      throw PluginLoader.broken(origin, e);
    }
  }

  private static <C extends Record, T> T create(
      ComponentFactory<C, T> factory, Record config, ComponentContext context) {
    return factory.create(factory.configType().cast(config), context);
  }
}
