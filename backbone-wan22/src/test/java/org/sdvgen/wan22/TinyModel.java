package org.sdvgen.wan22;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.runtime.backbone.BaseFormat;
import org.sdvgen.runtime.backbone.ModelSettings;
import org.sdvgen.runtime.backbone.ResidentBlocks;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenCheckpoint;
import org.sdvgen.wan22.diffusion.TrainingSigmas;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** The golden checkpoint, whole or as a copy to damage, and backbones on it. */
public final class TinyModel {
  private static final int TEXT_TOKENS = 24;

  private TinyModel() {}

  /** The checkpoint among the test resources. */
  public static Path folder() {
    return GoldenCheckpoint.folder("wan22");
  }

  /** Copies the checkpoint. */
  public static Path copyTo(Path target) {
    return GoldenCheckpoint.copyTo("wan22", target);
  }

  /** The same with full activation checkpointing or none. */
  public static Wan22Settings config(
      Path checkpoint, String dtype, boolean checkpointing, ReferencePosition position) {
    GradientCheckpointing recomputed =
        checkpointing ? GradientCheckpointing.FULL : GradientCheckpointing.NONE;
    return config(checkpoint, dtype, recomputed, position);
  }

  /** Settings with the defaults of the configuration but for these, and shorter texts. */
  static Wan22Settings config(
      Path checkpoint,
      String dtype,
      GradientCheckpointing checkpointing,
      ReferencePosition position) {
    ModelSettings model =
        new ModelSettings(
            checkpoint,
            Optional.empty(),
            DeviceName.CPU,
            EnumWord.find(Precision.class, dtype).orElseThrow(),
            Optional.empty(),
            ResidentBlocks.AUTO,
            checkpointing,
            LongPrompts.REFUSE,
            true,
            true,
            Optional.empty());
    return new Wan22Settings(model, position, true, TrainingSigmas.SHIFTED_UNIFORM, TEXT_TOKENS);
  }

  /** The same settings with other ways of keeping the transformer's weights. */
  static Wan22Settings withStorage(
      Wan22Settings config, Optional<BaseFormat> weights, Optional<Integer> residentBlocks) {
    ModelSettings model = config.model();
    ModelSettings other =
        new ModelSettings(
            model.checkpoint(),
            model.vae(),
            model.device(),
            model.dtype(),
            weights,
            residentBlocks.map(ResidentBlocks::of).orElse(ResidentBlocks.AUTO),
            model.gradientCheckpointing(),
            model.longPrompts(),
            model.vaeTiling(),
            model.vaeSlicing(),
            model.randomWeightsSeed());
    return new Wan22Settings(
        other,
        config.referencePosition(),
        config.comfyuiAdapter(),
        config.trainingSigmas(),
        config.maxSequenceLength());
  }

  /** Opens a backbone through its factory. */
  public static Backbone open(Wan22Settings config) {
    return Wan22Plugin.BACKBONE.create(config, new ComponentContext(List.of(), 0, message -> {}));
  }
}
