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
import org.sdvgen.host.PluginException;
import org.sdvgen.host.plugin.ComponentCalls;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/**
 * A component that a configuration names, with its bound settings.
 *
 * @param entry the component and its plugin
 * @param config its settings, of the factory's type
 * @param key the setting that chose it, for messages
 * @param section prefix of its settings' keys, with a dot at the end
 * @param <T> the component's type
 */
public record ComponentChoice<T>(
    PluginRegistry.Entry<T> entry, Record config, String key, String section) {
  /**
   * The component's factory.
   *
   * @return makes the component
   */
  public ComponentFactory<?, ? extends T> factory() {
    return entry.factory();
  }

  /**
   * The component's name.
   *
   * @return the name that the configuration gives
   */
  public String name() {
    return entry.name();
  }

  /**
   * Whether another section chooses the same.
   *
   * @param other a choice
   * @return true if component and settings are equal
   */
  public boolean isSame(ComponentChoice<T> other) {
    return factory().equals(other.factory()) && config.equals(other.config);
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
   * @throws InputException if the component refuses its settings
   * @throws PluginException if its plugin fails
   */
  public T create(ComponentContext context) {
    T made = call("create", () -> create(factory(), config, context));
    // A model is its parts, which are called past it; the registry tells what they throw.
    return entry.kind().equals(ComponentKind.BACKBONE) || !entry.kind().type().isInterface()
        ? made
        : new ComponentCalls(entry, key).around(entry.kind().type(), made);
  }

  /**
   * Asks the component's plugin for something.
   *
   * @param what the factory's method, for messages
   * @param plugin the call of its factory
   * @param <R> what it gives
   * @return the call's result
   * @throws InputException if the component refuses its settings, with their whole keys
   * @throws PluginException if its plugin fails
   */
  public <R> R call(String what, Supplier<R> plugin) {
    try {
      return new ComponentCalls(entry, key).call(what, plugin);
    } catch (InputException e) {
      throw withWholeKey(e);
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
