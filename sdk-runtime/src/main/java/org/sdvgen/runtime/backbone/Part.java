package org.sdvgen.runtime.backbone;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdvgen.runtime.io.Resources;

/**
 * A part of a model that is loaded when it is first used, and again when it is used after a
 * release.
 *
 * @param <T> the loaded part
 */
final class Part<T extends AutoCloseable> implements AutoCloseable {
  private final Supplier<T> loader;
  private final Resources owned = new Resources();
  private @Nullable T loaded;

  /**
   * A part that is not loaded yet.
   *
   * @param loader loads it, the same at every call
   */
  Part(Supplier<T> loader) {
    this.loader = loader;
  }

  /**
   * Returns the part, loaded.
   *
   * @throws org.sdvgen.api.error.InputException if a weight cannot be read or is not finite
   */
  T get() {
    if (loaded == null) {
      loaded = owned.add(loader.get());
    }
    return loaded;
  }

  /** Frees the part. */
  void release() {
    loaded = null;
    owned.close();
  }

  @Override
  public void close() {
    release();
  }
}
