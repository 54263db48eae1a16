package org.sdvgen.api.data;

/** One training sample. An objective says which kind it takes, a data source which it gives. */
public interface Sample {
  /**
   * Where the sample comes from, for messages and caches.
   *
   * @return a file name or another name that is unique in its source
   */
  String id();
}
