package org.sdvgen.api.data;

/**
 * A finite, ordered collection of samples. Shuffling, batching and sharing among workers are the
 * host's; a source only answers by index, the same sample for the same index.
 */
public interface DataSource extends AutoCloseable {
  /**
   * The kind of sample that this source gives.
   *
   * @return a class that {@link #sample} returns instances of
   */
  Class<? extends Sample> sampleType();

  /**
   * The number of usable samples, at least 1 (a source without any fails when it is made).
   *
   * @return the number of samples
   */
  long size();

  /**
   * One sample. Its pixels are read on demand. May be called from several threads.
   *
   * @param index 0 to {@link #size} - 1
   * @return the sample
   */
  Sample sample(long index);

  /** Closes open files, if there are any. */
  @Override
  default void close() {}
}
