package org.sdvgen.runtime.vae;

import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * The batches of a fit: a function of the seed and the step.
 *
 * @param settings sizes, shares and seed
 * @param geometry how pixels and latents relate
 */
record FitBatches(AutoencoderFitSettings settings, LatentGeometry geometry) {
  /**
   * Draws a step's batch: clips, or single frames of more clips, whole or squares cut out of them.
   *
   * @param step the step, from 0
   * @param clips the clips to draw from
   * @return clips of one size
   */
  List<PixelClip> pixels(long step, List<PixelClip> clips) {
    boolean pictures = Draws.seeded().uniforms(key(step, "pictures"), 1)[0] < settings.pictures();
    int frames = clips.get(0).frames();
    int count = settings.batchSize();
    if (pictures) {
      count *= (frames - 1) / geometry.temporalFactor() + 1;
    }
    double[] draws = Draws.seeded().uniforms(key(step, "clips"), 4 * count);
    List<PixelClip> batch = new ArrayList<>();
    for (int i = 0; i < 4 * count; i += 4) {
      PixelClip clip = clips.get((int) (draws[i] * clips.size()));
      PixelClip shown = pictures ? clip.frame((int) (draws[i + 1] * frames)) : clip;
      batch.add(settings.crop() == 0 ? shown : cut(shown, draws[i + 2], draws[i + 3]));
    }
    return batch;
  }

  /** A square at a place in [0, 1) of those where it fits. */
  private PixelClip cut(PixelClip clip, double down, double across) {
    int side = settings.crop();
    int top = (int) (down * (clip.height() - side + 1));
    int left = (int) (across * (clip.width() - side + 1));
    int planes = clip.channels() * clip.frames();
    float[] values = new float[planes * side * side];
    for (int row = 0; row < planes * side; row++) {
      int from = (row / side * clip.height() + top + row % side) * clip.width() + left;
      System.arraycopy(clip.values(), from, values, row * side, side);
    }
    return new PixelClip(clip.channels(), clip.frames(), side, side, values);
  }

  /**
   * Draws a step's noise.
   *
   * @param step the step, from 0
   * @param count how many numbers
   * @return standard normal numbers
   */
  float[] noise(long step, long count) {
    return Draws.seeded().normals(key(step, "noise"), Math.toIntExact(count));
  }

  private DrawKey key(long step, String purpose) {
    return new DrawKey(settings.seed(), step, 0, "fit/" + purpose);
  }
}
