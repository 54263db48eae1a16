package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.config.TrainableSettings;
import org.sdvgen.runtime.io.AtomicFolder;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** Base weights in training: fp32 masters in checkpoints, a whole model in the end. */
public final class TrainedBase implements TrainedWeights {
  /** The masters' file in a checkpoint, under the names that the pretrained checkpoint uses. */
  static final String FILE = "trained_weights.safetensors";

  /** The finished model's folder in the output directory. */
  static final String MODEL = "model";

  private final Backbone backbone;
  private final TrainableSettings settings;
  private final MasterWeights masters;

  @Inject
  TrainedBase(Backbone backbone, TrainableSettings settings) {
    this.backbone = backbone;
    this.settings = settings;
    masters = backbone.parameters().masters(settings.patterns());
  }

  @Override
  public TrainableWeights present() {
    return masters;
  }

  @Override
  public void load(Path checkpoint, Kind kind) {
    Path file = kind.in(checkpoint, FILE);
    if (!Files.exists(file)) {
      throw new InputException(
          "%s has no %s: it was written by another kind of training (trainable.mode, use_ema);"
                  .formatted(checkpoint, file.getFileName())
              + " resume with the configuration that it was written with");
    }
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      Map<String, NDArray> values = values();
      if (!saved.entries().keySet().equals(values.keySet())) {
        throw new InputException(
            String.format(
                    Locale.ROOT,
                    "%s holds %d weights, and trainable.patterns selects %d, not the same ones: put"
                        + " the",
                    file,
                    saved.entries().size(),
                    values.size())
                + " patterns back");
      }
      BaseWeights.copy(saved, backbone, masters);
    }
  }

  @Override
  public void save(Path checkpoint, Kind kind, long step) {
    SafetensorsWriter.write(
        kind.in(checkpoint, FILE), values(), Map.of("step", Long.toString(step)));
  }

  private Map<String, NDArray> values() {
    return Optimizers.values(masters.parameters());
  }

  @Override
  public Path finish(Path outputDir, long step) {
    Path model = outputDir.resolve(MODEL);
    AtomicFolder.replace(
        model, folder -> backbone.save(folder, settings.saveDtype(), Optional.of(masters)));
    return model;
  }
}
