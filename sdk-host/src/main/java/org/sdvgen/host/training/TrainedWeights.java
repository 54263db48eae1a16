package org.sdvgen.host.training;

import java.nio.file.Path;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.TrainableSettings;
import org.sdvgen.host.config.TrainableSettings.Mode;

/** The weights that a run trains, and their files. */
public interface TrainedWeights extends Restorable {
  /**
   * Refuses settings that are not for training.
   *
   * @param trainable the selection of trained parameters
   * @param run where training starts
   * @throws InputException if there are any
   */
  static void check(TrainableSettings trainable, RunSettings run) {
    if (trainable.weights().isPresent()) {
      throw new InputException(
          "trainable.weights are for generating: leave them out to train, or resume the run that"
              + " they are of");
    }
    if (trainable.mode() == Mode.BASE && run.initialAdapter().isPresent()) {
      throw new InputException(
          "initial_adapter: trainable.mode = base trains the model's own weights; leave it out");
    }
  }

  /**
   * The weights, the same object from the first step to the last.
   *
   * @return live weights, which {@link #load} copies values into
   */
  TrainableWeights present();

  @Override
  default void save(Draft checkpoint) {
    save(checkpoint.folder(), Kind.LATEST, checkpoint.step());
  }

  @Override
  default void load(ResumePoint checkpoint) {
    load(checkpoint.folder(), Kind.LATEST);
  }

  /**
   * Copies the values of a checkpoint's weights.
   *
   * @param checkpoint its folder
   * @param kind which of its weights
   * @throws InputException if they do not fit the model or the settings
   */
  void load(Path checkpoint, Kind kind);

  /**
   * Writes the present weights for a checkpoint.
   *
   * @param checkpoint its folder
   * @param kind which of its weights these are
   * @param step optimizer steps taken
   */
  void save(Path checkpoint, Kind kind, long step);

  /**
   * Writes the present weights as the run's result.
   *
   * @param outputDir the run's folder
   * @param step optimizer steps taken
   * @return the file or folder
   */
  Path finish(Path outputDir, long step);

  /** The weights of a checkpoint. */
  enum Kind {
    /** The weights in training. */
    LATEST(""),
    /** Their moving average. */
    AVERAGE("ema_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /**
     * The file of this kind in a folder.
     *
     * @param folder a checkpoint's folder
     * @param file the name of the file with the weights in training
     * @return the file
     */
    public Path in(Path folder, String file) {
      return folder.resolve(prefix + file);
    }
  }
}
