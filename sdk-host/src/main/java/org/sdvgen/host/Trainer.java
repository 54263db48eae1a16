package org.sdvgen.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A training run that is wired and checked, and ready to start or to resume.
 *
 * <p>All random numbers come from {@link org.sdvgen.api.random.Draws}. A key's purpose begins with
 * one of the scopes named here; the rest is the component's own, such as {@code
 * train/motion/noise}.
 */
public interface Trainer {
  /** Name of the trained adapter's file in the run's folder, and of those in its checkpoints. */
  String ADAPTER_FILE = "pytorch_lora_weights.safetensors";

  /**
   * Scope of what objectives draw in a step: this, the track's name, a slash and the purpose. The
   * key's step is the optimizer step, its sample the position in the track's stream.
   */
  String STEP_SCOPE = "train/";

  /**
   * Scope of what objectives draw while loading: this, the track's name, a slash and the purpose.
   * The key's step is the number of the track's batch, its sample the position in the track's
   * stream.
   */
  String LOAD_SCOPE = "load/";

  /** Scope of what the switch policy draws; the key's step is the optimizer step. */
  String SWITCH_SCOPE = "switch";

  /**
   * Looks for a trained adapter.
   *
   * @param outputDir a run's folder
   * @return the file; empty if there is none (yet)
   */
  static Optional<Path> adapterIn(Path outputDir) {
    return Optional.of(outputDir.resolve(ADAPTER_FILE)).filter(Files::isRegularFile);
  }

  /**
   * Describes the run.
   *
   * @return the plan, the checkpoint to resume from included
   */
  TrainingPlan plan();

  /**
   * Trains until the last step or until {@link #requestStop}. May be called once.
   *
   * @param listener is told of every step, on the calling thread
   * @return the steps taken and the files written
   * @throws org.sdvgen.api.error.InputException if a sample or a file is at fault, or if too many
   *     steps in a row are skipped because loss or gradient are not finite; checkpoints written
   *     before are left as they are
   */
  TrainingSummary train(TrainingListener listener);

  /**
   * Trains without being watched.
   *
   * @return the steps taken and the files written
   */
  default TrainingSummary train() {
    return train(new TrainingListener() {});
  }

  /**
   * Asks the run to finish its current step, write a checkpoint and return. May be called from any
   * thread, also before the run starts.
   */
  void requestStop();
}
