package org.sdvgen.host.config;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.host.plugin.PluginLoader;

/**
 * A component that a configuration names, with its bound settings.
 *
 * @param factory makes it
 * @param config its settings, of the factory's type
 * @param section prefix of its settings' keys, with a dot at the end
 * @param origin the jar or folder of its plugin, for messages
 * @param <T> the component's type
 */
public record ComponentChoice<T>(
    ComponentFactory<?, ? extends T> factory, Record config, String section, String origin) {
  /**
   * The component's name.
   *
   * @return the name that the configuration gives
   */
  public String name() {
    return factory.name();
  }

  /**
   * Whether another section chooses the same.
   *
   * @param other a choice
   * @return true if component and settings are equal
   */
  public boolean isSame(ComponentChoice<T> other) {
    return factory.equals(other.factory) && config.equals(other.config);
  }

  /**
   * Says what was chosen.
   *
   * @return the name and all settings, such as {@code stochastic[probability=0.2, track=motion]}
   */
  public String describe() {
    return values(config).collect(Collectors.joining(", ", name() + "[", "]"));
  }

  private static Stream<String> values(Record record) {
    return Arrays.stream(record.getClass().getRecordComponents())
        .flatMap(
            component ->
                component.isAnnotationPresent(Inlined.class)
                    ? values((Record) value(record, component))
                    : Stream.of(
                        RecordBinder.snakeCase(component.getName())
                            + "="
                            + SettingText.of(value(record, component))));
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /**
   * Makes the component.
   *
   * @param context the services that it may use
   * @return a new component; the caller owns it
   * @throws InputException if the component refuses its settings, or if its plugin was built for
   *     another version of the contract
   */
  public T create(ComponentContext context) {
    return call(() -> create(factory, config, context));
  }

  /**
   * Asks the component's plugin for something.
   *
   * @param plugin the call of its factory
   * @param <R> what it gives
   * @return the call's result
   * @throws InputException if the component refuses its settings, with their whole keys, or if its
   *     plugin was built for another version of the contract
   */
  public <R> R call(Supplier<R> plugin) {
    try {
      return plugin.get();
    } catch (InputException e) {
      throw withWholeKey(e);
    } catch (LinkageError e) {
      // The factory's own class may be the contract's: its plugin is what is broken.
      throw PluginLoader.broken(origin, e);
    }
  }

  /** A component knows its keys, not the section in which they stand. */
  private InputException withWholeKey(InputException error) {
    String message = String.valueOf(error.getMessage());
    boolean namesKey =
        RecordBinder.keys(config.getClass()).stream()
            .anyMatch(key -> message.startsWith(key + ":"));
    return namesKey ? new InputException(section + message, error) : error;
  }

  private static <C extends Record, T> T create(
      ComponentFactory<C, T> factory, Record config, ComponentContext context) {
    return factory.create(factory.settingsType().cast(config), context);
  }
}
