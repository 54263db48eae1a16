package org.sdvgen.runtime.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript text as the archive that {@code torch::jit::load} reads: a ZIP of stored
 * entries with a pickle of one module object that has no parameters and the code as text.
 */
final class TorchArchive {
  /** Operator versions of the archive: 10, as PyTorch 2.x writes. */
  private static final byte[] VERSION = ascii("10\n");

  /** Pickle protocol 2 of the empty tuple: the program has no constants. */
  private static final byte[] CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private TorchArchive() {}

  /**
   * Packs a program.
   *
   * @param module qualified name of the module's file, for example {@code __torch__.transformer}
   * @param className class in that file
   * @param scripts all files of the program
   * @return the archive's bytes
   */
  static byte[] pack(String module, String className, List<Script> scripts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "data.pkl", moduleObject(module, className));
      for (Script script : scripts) {
        byte[] text = script.text().getBytes(StandardCharsets.UTF_8);
        store(zip, "code/__torch__/" + script.name() + ".py", text);
      }
      store(zip, "constants.pkl", CONSTANTS);
      store(zip, "version", VERSION);
    } catch (IOException e) {
      throw new IllegalStateException("cannot pack a program in memory", e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("program/" + name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    entry.setSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickles {@code object.__new__(module.className)} with the state {@code {"training": True}}. */
  private static byte[] moduleObject(String module, String className) {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2}); // PROTO 2
    pickle.writeBytes(ascii("c" + module + "\n" + className + "\n")); // GLOBAL
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}'}); // EMPTY_TUPLE, NEWOBJ, EMPTY_DICT
    pickle.writeBytes(new byte[] {'X', 8, 0, 0, 0}); // BINUNICODE of 8 bytes
    pickle.writeBytes(ascii("training"));
    pickle.writeBytes(new byte[] {(byte) 0x88, 's', 'b', '.'}); // NEWTRUE, SETITEM, BUILD, STOP
    return pickle.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
