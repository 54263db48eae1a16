package org.sdvgen.host.plugin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.host.PluginException;
import org.sdvgen.host.PluginProblem;

/**
 * Calls of one component's code. What it throws names the component and its plugin, unless the
 * user's input is at fault or the program itself; its libraries find their own classes.
 */
public final class ComponentCalls {
  private final PluginRegistry.Entry<?> entry;
  private final String key;

  /**
   * Calls of a component.
   *
   * @param entry the component
   * @param key the setting that chose it
   */
  public ComponentCalls(PluginRegistry.Entry<?> entry, String key) {
    this.entry = entry;
    this.key = key;
  }

  /**
   * Calls the component's factory.
   *
   * @param what the method, for messages
   * @param code calls it
   * @param <R> the result's type
   * @return its result
   * @throws PluginException if the plugin fails, or gives null
   */
  public <R> R call(String what, Supplier<R> code) {
    R result = guarded(what, code::get);
    if (result == null) {
      throw gaveNull(what);
    }
    return result;
  }

  /**
   * Puts itself round a component: every call of it is one of these.
   *
   * @param type the component's interface
   * @param component the component
   * @param <T> the same
   * @return the component as the program sees it
   */
  public <T> T around(Class<T> type, T component) {
    Object guarded =
        Proxy.newProxyInstance(
            ComponentCalls.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> invoke(type, component, self, method, arguments));
    return type.cast(
        guarded instanceof LatentCodec codec ? new CheckedCodec(codec, this) : guarded);
  }

  private <T> @Nullable Object invoke(
      Class<T> type, T component, Object self, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.getName().equals("equals") && arguments != null
          ? self == arguments[0]
          : method.invoke(component, arguments);
    }
    Object result = guarded(method.getName(), () -> plain(component, method, arguments));
    if (result == component) {
      return self;
    }
    if (result == null && method.getReturnType() != void.class && !mayBeNull(method)) {
      throw gaveNull(method.getName());
    }
    return type.isInstance(result) ? around(type, type.cast(result)) : result;
  }

  private static boolean mayBeNull(Method method) {
    return method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object plain(
      Object component, Method method, Object @Nullable [] arguments) throws Exception {
    try {
      return method.invoke(component, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception own ? own : e;
    }
  }

  private <R> @Nullable R guarded(String what, Callable<@Nullable R> code) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(entry.plugin().plugin().getClass().getClassLoader());
    try {
      return code.call();
    } catch (Throwable thrown) {
      throw Failure.told(
          thrown,
          entry.culprits(),
          Optional.of(entry.plugin()),
          plugin ->
              plugin.equals(entry.plugin())
                  ? problem(what + " failed: " + Failure.words(thrown), Failure.remedy(thrown))
                  : plugin.problem(
                      "%s failed: %s".formatted(entry.name() + "'s " + what, Failure.words(thrown)),
                      Failure.remedy(thrown)));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private PluginException gaveNull(String what) {
    return violation(what + " gives null, which the contract forbids");
  }

  /** The failure of a component that does what the contract forbids. */
  PluginException violation(String reason) {
    return new PluginException(problem(reason, Failure.ASK_AUTHOR), null);
  }

  private PluginProblem problem(String reason, String remedy) {
    return entry.problem(Optional.of(key), reason, remedy);
  }
}
