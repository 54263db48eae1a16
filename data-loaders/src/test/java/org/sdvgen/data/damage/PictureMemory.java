package org.sdvgen.data.damage;

import java.nio.file.Path;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.media.PictureFile;

/** Reads pictures in a program with little memory. */
public final class PictureMemory {
  private PictureMemory() {}

  /** Takes files, and says of each whether it was read. */
  public static void main(String[] files) {
    for (String file : files) {
      try {
        new PictureFile(Path.of(file), note -> {}).read(View.whole(32, 32, Fit.COVER));
        System.out.println("read");
      } catch (InputException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
