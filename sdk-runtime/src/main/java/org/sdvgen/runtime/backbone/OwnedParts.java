package org.sdvgen.runtime.backbone;

import java.util.ArrayDeque;
import java.util.Deque;

/** Parts that are freed together, the latest first: later ones may use earlier ones. */
public final class OwnedParts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Nothing yet. */
  public OwnedParts() {}

  /**
   * Takes a part over.
   *
   * @param part what is freed with the others
   * @return the part
   */
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot free a part of the backbone", e);
      }
    }
  }
}
