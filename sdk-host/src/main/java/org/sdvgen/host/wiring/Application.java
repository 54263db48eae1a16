package org.sdvgen.host.wiring;

import java.util.List;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.Generator;
import org.sdvgen.host.Trainer;

/** The wired parts behind the facade. */
public interface Application extends AutoCloseable {
  /** Loads the plugins and checks the configuration. */
  static Application open(Setup setup) {
    return java.util.ServiceLoader.load(Application.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("under construction: " + setup));
  }

  /** Lists the components that plugins bring, without a configuration. */
  static List<ComponentInfo> components(Setup setup) {
    return open(setup).components();
  }

  /** Returns the trainer, wiring it at the first call. */
  Trainer trainer();

  /** Returns the generator, wiring it at the first call. */
  Generator generator();

  /** Returns every component that could be chosen. */
  List<ComponentInfo> components();

  @Override
  void close();
}
