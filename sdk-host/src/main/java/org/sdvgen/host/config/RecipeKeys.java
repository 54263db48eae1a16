package org.sdvgen.host.config;

import java.util.regex.Pattern;

/** Which settings decide what is trained. */
public final class RecipeKeys {
  /** How a run is stored, read, watched or used. */
  private static final Pattern BESIDE =
      Pattern.compile(
          "output_dir|checkpointing_steps|checkpoints_.*|resume_.*|dataloader_num_workers|threads"
              + "|max_skipped_steps|report_to|cache\\.(folder|text)|track\\..*\\.analysis_.*"
              + "|(generate|evaluation|analysis|validation)\\..*");

  private RecipeKeys() {}

  /**
   * Tells whether another value may lead to other weights.
   *
   * @param key a setting's whole key
   * @return false if it only says how a run is stored, read, watched or used
   */
  public static boolean decideTheResult(String key) {
    return !BESIDE.matcher(key).matches();
  }
}
