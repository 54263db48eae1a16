package org.sdvgen.runtime.io;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.sdvgen.api.error.InputException;

/** File names that Java cannot encode, as in a locale that has only ASCII. */
public final class FileNames {
  private static final int ASCII = 128;

  private FileNames() {}

  /**
   * Resolves a name.
   *
   * @param folder the folder that relative names are resolved against
   * @param name a file's name
   * @return the path
   * @throws InputException if it cannot be a file's name; the message says why
   */
  public static Path resolve(Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new InputException("\"" + name + "\" is no file name" + unspelled(name), e);
    }
  }

  /**
   * Refuses a file whose name Java reads as other letters: two such names may look the same, and
   * other programs' code does not find the file.
   *
   * @param file a file as a folder lists it
   * @throws InputException if its name does not lead back to it
   */
  public static void requireSpelled(Path file) {
    String name = file.toString();
    try {
      if (file.equals(file.getFileSystem().getPath(name))) {
        return;
      }
    } catch (InvalidPathException e) {
      // Told below, as a name that leads to another file.
    }
    throw new InputException(name + ": this name cannot be read" + unspelled(name));
  }

  private static String unspelled(String name) {
    return name.chars().allMatch(letter -> letter < ASCII && letter != '?')
        ? ""
        : ", since Java takes the letters of file names to be "
            + System.getProperty("sun.jnu.encoding")
            + ": start it in a locale that has them, such as LC_ALL=C.UTF-8, or rename the file";
  }
}
