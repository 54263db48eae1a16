package org.sdvgen.api.plugin;

import java.util.function.BiFunction;

/** The factory behind {@link ComponentFactory#of}. */
record NamedFactory<C extends Record, T>(
    String name,
    String description,
    Class<C> settingsType,
    BiFunction<C, ComponentContext, T> creator)
    implements ComponentFactory<C, T> {
  @Override
  public T create(C settings, ComponentContext context) {
    return creator.apply(settings, context);
  }
}
