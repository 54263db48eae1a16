package org.sdvgen.host.logs;

import java.io.IOException;
import java.io.InputStream;

/** How the records of a {@link GrowingFile} are told apart. */
@FunctionalInterface
interface RecordFormat {
  /**
   * Measures the records of the steps already taken.
   *
   * @param content the whole file, buffered
   * @param firstStep the step that comes next
   * @return bytes before the first record that is of this step or a later one, or was cut off by a
   *     crash
   * @throws IOException if the content cannot be read
   */
  long lengthBefore(InputStream content, long firstStep) throws IOException;
}
