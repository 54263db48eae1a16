package org.sdvgen.cogvideox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.backbone.BaseFormat;
import org.sdvgen.runtime.backbone.ModelSettings;
import org.sdvgen.runtime.backbone.ResidentBlocks;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenCheckpoint;

/** The golden checkpoint, whole or as a copy to damage, and backbones on it. */
public final class TinyModel {
  private TinyModel() {}

  /** The checkpoint among the test resources. */
  public static Path folder() {
    return GoldenCheckpoint.folder("cogvideox");
  }

  /** Copies the checkpoint. */
  public static Path copyTo(Path target) {
    return GoldenCheckpoint.copyTo("cogvideox", target);
  }

  /** Settings with the defaults of the configuration but for these. */
  public static CogVideoXSettings config(
      Path checkpoint, String dtype, boolean checkpointing, NormLora normLora) {
    GradientCheckpointing recomputed =
        checkpointing ? GradientCheckpointing.FULL : GradientCheckpointing.NONE;
    return config(checkpoint, dtype, recomputed, normLora, RotaryFormula.DIFFUSERS);
  }

  /** The same with another rotary formula. */
  static CogVideoXSettings config(
      Path checkpoint,
      String dtype,
      GradientCheckpointing checkpointing,
      NormLora normLora,
      RotaryFormula rotary) {
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
    return new CogVideoXSettings(
        model, normLora, rotary, ReferenceToken.SINGLE, VideoStart.AFTER_REFERENCE, false);
  }

  /** The same settings with another autoencoder. */
  static CogVideoXSettings withVae(CogVideoXSettings config, Path vae) {
    ModelSettings model = config.model();
    ModelSettings other =
        new ModelSettings(
            model.checkpoint(),
            Optional.of(vae),
            model.device(),
            model.dtype(),
            model.weights(),
            model.residentBlocks(),
            model.gradientCheckpointing(),
            model.longPrompts(),
            model.vaeTiling(),
            model.vaeSlicing(),
            model.randomWeightsSeed());
    return new CogVideoXSettings(
        other,
        config.normLora(),
        config.rotary(),
        config.referenceToken(),
        config.videoStart(),
        config.evenLatentFrames());
  }

  /** The same settings with other ways of keeping the transformer's weights. */
  static CogVideoXSettings withStorage(
      CogVideoXSettings config, Optional<BaseFormat> weights, Optional<Integer> residentBlocks) {
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
    return new CogVideoXSettings(
        other,
        config.normLora(),
        config.rotary(),
        config.referenceToken(),
        config.videoStart(),
        config.evenLatentFrames());
  }

  /** Opens a backbone through its factory. */
  public static Backbone open(CogVideoXSettings config) {
    return CogVideoXPlugin.BACKBONE.create(
        config, new ComponentContext(List.of(), 0, message -> {}));
  }
}
