package org.sdvgen.host.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.Example;
import org.sdvgen.runtime.media.ContactSheet;
import org.sdvgen.runtime.media.ImageWriter;
import org.sdvgen.runtime.media.RgbImage;

/**
 * Small pictures of loaded samples: a row per sample, with a few frames of each of its clips in the
 * order of their roles' names.
 *
 * @param frames frames of a clip at most, from its first to its last
 * @param side longest side of a frame, pixels
 */
public record SampleSheet(int frames, int side) {
  /**
   * Draws one sample.
   *
   * @param example a loaded sample
   * @return a PNG file's content
   */
  public byte[] strip(Example example) {
    return ImageWriter.png(new ContactSheet(1).row(pictures(example)).draw());
  }

  /**
   * Writes all samples as one picture.
   *
   * @param file a PNG file
   * @param examples at least one loaded sample
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void save(Path file, List<Example> examples) {
    ContactSheet sheet = new ContactSheet(1);
    examples.forEach(example -> sheet.row(pictures(example)));
    ImageWriter.writePng(file, sheet.draw());
  }

  /**
   * Writes clips as one picture with one row.
   *
   * @param file a PNG file
   * @param clips at least one
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void save(Path file, PixelClip... clips) {
    List<RgbImage> row = Arrays.stream(clips).flatMap(this::pictures).toList();
    ImageWriter.writePng(file, new ContactSheet(1).row(row).draw());
  }

  private List<RgbImage> pictures(Example example) {
    return new TreeMap<>(example.clips()).values().stream().flatMap(this::pictures).toList();
  }

  private Stream<RgbImage> pictures(PixelClip clip) {
    int count = Math.min(frames, clip.frames());
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int frame = count == 1 ? 0 : i * (clip.frames() - 1) / (count - 1);
      pictures.add(RgbImage.of(clip, frame).within(side));
    }
    return pictures.stream();
  }
}
