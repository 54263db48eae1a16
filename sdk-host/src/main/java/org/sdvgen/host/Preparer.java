package org.sdvgen.host;

import java.util.function.Consumer;

/** Encodes the samples ahead of training, which would otherwise encode them at every step. */
public interface Preparer {
  /**
   * Puts the latents of every sample, in all its variants, into the cache, and embeddings of the
   * prompts if these are kept. Whole entries are kept, so an interrupted preparation resumes where
   * it was.
   *
   * @param listener is told of every sample, on the calling thread
   * @return the counts and times
   * @throws org.sdvgen.api.error.InputException if the cache cannot be written
   */
  PreparationReport prepare(Consumer<PreparationReport> listener);
}
