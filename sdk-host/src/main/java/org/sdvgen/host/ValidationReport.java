package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;

/**
 * Clips that were generated with the weights that a run would save, from the same prompts,
 * references and seeds every time.
 *
 * @param step optimizer steps taken before
 * @param clips the clips in the order of their prompts
 * @param seconds wall time
 */
public record ValidationReport(long step, List<Clip> clips, double seconds) {
  /** Copies the list. */
  public ValidationReport {
    clips = List.copyOf(clips);
  }

  /**
   * One clip.
   *
   * @param prompt the prompt as the model read it
   * @param seed the clip's seed
   * @param video the clip as mp4
   * @param strip PNG picture of the reference, if there is one, and some of the clip's frames
   */
  public record Clip(String prompt, long seed, Path video, Path strip) {}
}
