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
import org.sdvgen.runtime.text.LongPrompts;
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
  public static CogVideoXConfig config(
      Path checkpoint, String dtype, boolean checkpointing, NormLora normLora) {
    return config(checkpoint, dtype, checkpointing, normLora, RotaryFormula.DIFFUSERS);
  }

  /** The same with another rotary formula. */
  static CogVideoXConfig config(
      Path checkpoint,
      String dtype,
      boolean checkpointing,
      NormLora normLora,
      RotaryFormula rotary) {
    return new CogVideoXConfig(
        checkpoint,
        Optional.empty(),
        DeviceName.CPU,
        EnumWord.find(Precision.class, dtype).orElseThrow(),
        checkpointing,
        normLora,
        rotary,
        ReferenceToken.SINGLE,
        LongPrompts.REFUSE,
        VideoStart.AFTER_REFERENCE,
        false,
        true,
        true,
        Optional.empty());
  }

  /** The same settings with another autoencoder. */
  static CogVideoXConfig withVae(CogVideoXConfig config, Path vae) {
    return new CogVideoXConfig(
        config.checkpoint(),
        Optional.of(vae),
        config.device(),
        config.dtype(),
        config.gradientCheckpointing(),
        config.normLora(),
        config.rotary(),
        config.referenceToken(),
        config.longPrompts(),
        config.videoStart(),
        config.evenLatentFrames(),
        config.vaeTiling(),
        config.vaeSlicing(),
        config.randomWeightsSeed());
  }

  /** Opens a backbone through its factory. */
  public static Backbone open(CogVideoXConfig config) {
    return new CogVideoXFactory().create(config, new ComponentContext(List.of(), 0, message -> {}));
  }
}
