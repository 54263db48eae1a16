package org.sdvgen.runtime.io;

import java.util.ArrayDeque;
import java.util.Deque;

/** Resources that are closed together, the newest first: later ones may use earlier ones. */
public final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Owns nothing yet. */
  public Resources() {}

  /**
   * Takes charge of a resource.
   *
   * @param resource closed with this
   * @return the resource
   */
  public <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /**
   * Closes everything; a failure does not keep the rest from being closed.
   *
   * @throws IllegalStateException if a resource does not close; further failures are suppressed
   *     exceptions of the first
   */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("a resource does not close", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Closes everything because of a failure, which the caller throws on; failures to close are
   * suppressed exceptions of it.
   *
   * @param failure why the resources are not needed any more
   */
  public void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
