package org.sdvgen.cogvideox;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.diffusion.CogVideoXProcess;
import org.sdvgen.cogvideox.text.CogVideoXTextEncoder;
import org.sdvgen.cogvideox.vae.CogVideoXCodec;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.torch.Precision;

/** CogVideoX with all its parts on one device. */
public final class CogVideoXBackbone implements Backbone {
  private final Parts parts;

  /**
   * A loaded backbone.
   *
   * @param parts its parts, which it owns
   */
  CogVideoXBackbone(Parts parts) {
    this.parts = parts;
  }

  /**
   * What a backbone is made of.
   *
   * @param manager parent of all weights
   * @param checkpoint where they come from
   * @param spec what the model is and can do
   * @param textEncoder prompts to embeddings
   * @param codec pixels to latents
   * @param denoiser the transformer
   * @param process the diffusion process
   */
  record Parts(
      NDManager manager,
      CogVideoXCheckpoint checkpoint,
      BackboneSpec spec,
      CogVideoXTextEncoder textEncoder,
      CogVideoXCodec codec,
      NetworkDenoiser denoiser,
      CogVideoXProcess process) {}

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
  public Denoiser denoiser() {
    return parts.denoiser();
  }

  @Override
  public NoiseProcess noiseProcess() {
    return parts.process();
  }

  @Override
  public Map<String, String> adapterSettings() {
    return parts.denoiser().parameters().adapterSettings();
  }

  @Override
  public void save(Path folder, WeightFormat format) {
    CheckpointFolder copy = parts.checkpoint().folder().copyAllButTransformerWeights(folder);
    parts.denoiser().parameters().saveBase(copy.transformerWeights(), Precision.of(format));
  }

  @Override
  public NDManager newScope() {
    return parts.manager().newSubManager();
  }

  @Override
  public void close() {
    parts.denoiser().close();
    parts.textEncoder().close();
    parts.codec().close();
    parts.manager().close();
  }
}
