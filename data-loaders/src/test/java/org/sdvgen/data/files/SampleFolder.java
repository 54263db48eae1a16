package org.sdvgen.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.runtime.media.ImageWriter;
import org.sdvgen.runtime.media.RgbImage;
import org.sdvgen.runtime.media.VideoWriter;

/** A folder to put a data set into, and what was said when it was loaded. */
public final class SampleFolder {
  private final Path folder;
  private final List<String> said = new ArrayList<>();

  /**
   * A folder.
   *
   * @param folder the test's own
   */
  public SampleFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes a text file. */
  public Path text(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(SampleFiles.folder(file));
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a black picture of 40x30 pixels. */
  public void picture(String name) {
    ImageWriter.writePng(folder.resolve(name), new RgbImage(40, 30, new byte[40 * 30 * 3]));
  }

  /** Writes a grey video of 32x32 pixels at 8 frames per second. */
  public void video(String name, int frames) {
    float[] grey = new float[3 * frames * 32 * 32];
    VideoWriter.write(folder.resolve(name), new PixelClip(3, frames, 32, 32, grey), 8);
  }

  /** Returns a context whose notices are kept. */
  public ComponentContext context() {
    return new ComponentContext(List.of(), 0, said::add);
  }

  /** Returns everything that was said. */
  public List<String> said() {
    return said;
  }

  /** Returns the one sentence that holds a part. */
  public String said(String part) {
    return said.stream()
        .filter(sentence -> sentence.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody said \"" + part + "\": " + said));
  }
}
