package org.sdvgen.data;

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
final class SampleFolder {
  private final Path folder;
  private final List<String> said = new ArrayList<>();

  SampleFolder(Path folder) {
    this.folder = folder;
  }

  Path text(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void picture(String name) {
    ImageWriter.writePng(folder.resolve(name), new RgbImage(40, 30, new byte[40 * 30 * 3]));
  }

  /** Writes a grey video of 32x32 pixels at 8 frames per second. */
  void video(String name, int frames) {
    float[] grey = new float[3 * frames * 32 * 32];
    VideoWriter.write(folder.resolve(name), new PixelClip(3, frames, 32, 32, grey), 8);
  }

  ComponentContext context() {
    return new ComponentContext(List.of(), 0, said::add);
  }

  List<String> said() {
    return said;
  }

  /** Returns the one sentence that holds a part. */
  String said(String part) {
    return said.stream()
        .filter(sentence -> sentence.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody said \"" + part + "\": " + said));
  }
}
