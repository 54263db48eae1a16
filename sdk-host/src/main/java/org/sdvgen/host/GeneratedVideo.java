package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.runtime.media.ImageWriter;
import org.sdvgen.runtime.media.VideoWriter;

/**
 * A generated video.
 *
 * @param clip the frames, values clamped to [-1, 1]
 * @param fps frames per second
 * @param seed the seed that gives this video again
 * @param prompt the prompt as the model read it, the subject token in place
 * @param adapters the adapter files that the request named, with their weights
 * @param timings how long the parts took
 */
public record GeneratedVideo(
    PixelClip clip,
    double fps,
    long seed,
    String prompt,
    List<AdapterUse> adapters,
    Timings timings) {
  /** Copies the list. */
  public GeneratedVideo {
    adapters = List.copyOf(adapters);
  }

  /**
   * Checks before long work whether its result can be written; nothing is left behind but folders.
   *
   * @param file the video as {@link #saveVideo(Path)} takes it
   * @param settings size and rate of the video, as far as they are known
   * @throws org.sdvgen.api.error.InputException if the file's ending is not known, no file can be
   *     made there, or its format has no such size or rate
   */
  public static void requireVideo(Path file, GenerationSettings settings) {
    VideoWriter.requirePlace(file);
    settings.width().ifPresent(width -> VideoWriter.requireSide(file, width));
    settings.height().ifPresent(height -> VideoWriter.requireSide(file, height));
    settings.fps().ifPresent(rate -> VideoWriter.requireRate(file, rate));
  }

  /**
   * Checks before long work whether frames can be written.
   *
   * @param folder the folder as {@link #saveFrames} takes it; it is made
   * @throws org.sdvgen.api.error.InputException if it is no folder, or no file can be made in it
   */
  public static void requireFrames(Path folder) {
    ImageWriter.requireFolder(folder);
  }

  /**
   * Writes the video as the file's ending asks: {@code .mp4} with H.264, {@code .webm} with VP9, an
   * animated {@code .webp} without loss, or {@code .gif}.
   *
   * @param file replaced only when the new one is whole
   * @throws org.sdvgen.api.error.InputException if the ending is not known, or the file cannot be
   *     written
   */
  public void saveVideo(Path file) {
    VideoWriter.write(file, clip, fps);
  }

  /**
   * Writes the video larger: every pixel becomes a square of pixels. H.264 keeps one colour for
   * every four pixels, which tiny videos suffer from.
   *
   * @param file as above; replaced only when the new one is whole
   * @param scale side of the square, at least 1
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void saveVideo(Path file, int scale) {
    VideoWriter.write(file, enlarged(scale), fps);
  }

  private PixelClip enlarged(int scale) {
    int height = clip.height() * scale;
    int width = clip.width() * scale;
    int planes = clip.channels() * clip.frames();
    float[] values = new float[planes * height * width];
    int to = 0;
    for (int row = 0; row < planes * height; row++) {
      int from = row / scale * clip.width();
      for (int x = 0; x < width; x++) {
        values[to++] = clip.values()[from + x / scale];
      }
    }
    return new PixelClip(clip.channels(), clip.frames(), height, width, values);
  }

  /**
   * Writes every frame as a PNG file.
   *
   * @param folder takes {@code 0000.png} and so on
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  public void saveFrames(Path folder) {
    ImageWriter.writeFrames(folder, clip);
  }

  /**
   * Wall times in seconds.
   *
   * @param encoding prompt and reference
   * @param denoising all steps
   * @param decoding latents to pixels
   */
  public record Timings(double encoding, double denoising, double decoding) {
    /**
     * All of them.
     *
     * @return seconds
     */
    public double total() {
      return encoding + denoising + decoding;
    }
  }
}
