package org.sdvgen.data.parquet;

import java.io.IOException;
import java.io.InputStream;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** Reads Parquet's structures; a damaged length must not ask for more memory than the file has. */
final class Thrift {
  /** Schemas are shallow; deeper nesting is damage. */
  private static final int DEEPEST = 64;

  static {
    // Fields that Parquet does not know are skipped recursively, however deep damage makes them.
    TProtocolUtil.setMaxSkipDepth(DEEPEST);
  }

  private Thrift() {}

  /**
   * Reads a structure.
   *
   * @param structure takes what is read
   * @param input begins with it
   * @param longest bytes that it can have at most
   * @return the structure
   * @throws IOException if it is damaged
   */
  static <T extends TBase<?, ?>> T read(T structure, InputStream input, int longest)
      throws IOException {
    try {
      TConfiguration limits = new TConfiguration(longest, longest, DEEPEST);
      structure.read(new TCompactProtocol(new TIOStreamTransport(limits, input), longest, longest));
      return structure;
    } catch (TException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }
}
