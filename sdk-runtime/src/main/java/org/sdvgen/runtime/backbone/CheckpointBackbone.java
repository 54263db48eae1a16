package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.ModelPart;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.io.Resources;
import org.sdvgen.runtime.torch.FreedMemory;
import org.sdvgen.runtime.torch.Precision;

/**
 * A model as a checkpoint folder holds it. Each part is loaded when it is first used; all are on
 * one device.
 */
final class CheckpointBackbone implements Backbone {
  private final Parts parts;
  private final Resources owned;
  private Optional<String> fingerprint = Optional.empty();

  /**
   * An open backbone.
   *
   * @param parts its parts
   * @param owned resources that are closed with it
   */
  CheckpointBackbone(Parts parts, Resources owned) {
    this.parts = parts;
    this.owned = owned;
  }

  /**
   * The parts of a backbone.
   *
   * @param manager parent of all weights
   * @param checkpoint where they come from
   * @param spec the model's sizes and abilities
   * @param textEncoder prompts to embeddings
   * @param codec pixels to latents
   * @param denoiser the transformer
   * @param process the diffusion process
   */
  record Parts(
      NDManager manager,
      CheckpointFolder checkpoint,
      BackboneSpec spec,
      LazyTextEncoder textEncoder,
      LazyCodec codec,
      NetworkDenoiser denoiser,
      NoiseProcess process) {}

  @Override
  public BackboneSpec spec() {
    return parts.spec();
  }

  @Override
  public Parameters parameters() {
    return parts.denoiser().parameters();
  }

  @Override
  public TextEncoder textEncoder() {
    return parts.textEncoder();
  }

  @Override
  public LatentCodec latentCodec() {
    return parts.codec();
  }

  @Override
  public Denoiser denoiser(Tuning tuning) {
    return parts.denoiser().with(tuning);
  }

  @Override
  public NoiseProcess noiseProcess() {
    return parts.process();
  }

  @Override
  public String fingerprint() {
    if (fingerprint.isEmpty()) {
      fingerprint =
          Optional.of(CheckpointFingerprint.of(parts.checkpoint(), parameters().fingerprint()));
    }
    return fingerprint.get();
  }

  @Override
  public void save(Path folder, WeightFormat format, Optional<MasterWeights> masters) {
    CheckpointFolder copy = parts.checkpoint().copyAllButTransformerWeights(folder);
    release(ModelPart.DENOISER); // the weights are read whole, and not beside themselves
    parts.denoiser().parameters().save(copy.transformerWeights(), Precision.of(format), masters);
  }

  @Override
  public NDManager newScope() {
    return parts.manager().newSubManager();
  }

  @Override
  public void release(ModelPart part) {
    switch (part) {
      case TEXT_ENCODER -> parts.textEncoder().encoder().release();
      case CODEC -> parts.codec().weights().release();
      case DENOISER -> parts.denoiser().release();
    }
    FreedMemory.giveBack();
  }

  @Override
  public void close() {
    owned.close();
  }
}
