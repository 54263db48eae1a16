package org.sdvgen.host.model;

import java.util.function.Supplier;

/** Tells a model what kind of work begins, by which it chooses what it keeps in memory. */
public interface Phases {
  /** A model that keeps everything. */
  Phases NONE =
      new Phases() {
        @Override
        public <T> T step(Supplier<T> work) {
          return work.get();
        }
      };

  /**
   * Does work in which an objective encodes, traces and goes backward.
   *
   * @param work the work
   * @return its result
   */
  <T> T step(Supplier<T> work);
}
