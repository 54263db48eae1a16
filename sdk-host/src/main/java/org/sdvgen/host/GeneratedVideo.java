package org.sdvgen.host;

import java.nio.file.Path;
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
 * @param timings how long the parts took
 */
public record GeneratedVideo(
    PixelClip clip, double fps, long seed, String prompt, Timings timings) {
  /**
   * Writes the video as H.264.
   *
   * @param file an mp4 file; replaced only when the new one is whole
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void saveVideo(Path file) {
    VideoWriter.write(file, clip, fps);
  }

  /**
   * Writes the video as H.264, larger: every pixel becomes a square of pixels. H.264 keeps one
   * colour for every four pixels, which tiny videos suffer from.
   *
   * @param file an mp4 file; replaced only when the new one is whole
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
  public record Timings(double encoding, double denoising, double decoding) {}
}
