package org.sdvgen.host;

import java.util.function.Consumer;

/** Computes ahead of training what training would otherwise compute at every step. */
public interface Preparer {
  /**
   * Puts the latents of every sample, in all its variants, into the cache, and embeddings of the
   * prompts if these are kept. What is there and whole stays as it is, so an interrupted
   * preparation goes on where it was.
   *
   * @param listener is told of every sample, on the calling thread
   * @return what it came to
   * @throws org.sdvgen.api.error.InputException if the cache cannot be written
   */
  PreparationReport prepare(Consumer<PreparationReport> listener);
}
