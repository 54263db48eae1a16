package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.config.Setting;

/**
 * The selection of trained parameters; read from {@code trainable.*}.
 *
 * @param mode an adapter beside frozen weights, or the weights themselves
 * @param patterns which base weights: regular expressions, each of which must match whole names
 * @param saveDtype how the finished model's weights are stored
 * @param weights base weights to generate with, in place of the model's own
 */
public record TrainableSettings(
    @Setting(
            doc =
                "An adapter, which is LoRA beside frozen weights, or the base model's own weights",
            defaultValue = "adapter")
        Mode mode,
    @Setting(
            doc = "With mode = base: regular expressions of the weights' whole names",
            defaultValue = ".*")
        List<String> patterns,
    @Setting(
            doc = "With mode = base: how the finished model in output_dir/model is stored",
            defaultValue = "bf16")
        WeightFormat saveDtype,
    @Setting(
            doc =
                "Generate with these base weights of a checkpoint: trained_weights.safetensors or"
                    + " ema_trained_weights.safetensors",
            decidesResult = false)
        Optional<Path> weights) {
  /** The kinds of weights that can be trained. */
  public enum Mode {
    /** A low-rank adapter on frozen weights. */
    ADAPTER,
    /** Weights of the model itself. */
    BASE
  }

  /** Checks the patterns. */
  public TrainableSettings {
    patterns = List.copyOf(patterns);
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("patterns must name at least one weight");
    }
    for (String pattern : patterns) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "patterns: \"%s\" is no regular expression: %s".formatted(pattern, e.getDescription()),
            e);
      }
    }
  }
}
