package org.sdvgen.host.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.ModelPart;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.backbone.WeightFormat;

/**
 * A backbone whose parts take turns in memory: when one is used, the others are released. In a step
 * of training the codec may stay beside the denoiser, since a track may encode single frames in
 * each of them.
 */
public final class PhasedBackbone implements Backbone, Phases {
  private final Backbone backbone;
  private final Set<ModelPart> present = EnumSet.noneOf(ModelPart.class);
  private boolean stepping;

  /**
   * A backbone in turns.
   *
   * @param backbone the model, closed with this one
   */
  public PhasedBackbone(Backbone backbone) {
    this.backbone = backbone;
  }

  @Override
  public <T> T step(Supplier<T> work) {
    boolean before = stepping;
    stepping = true;
    try {
      return work.get();
    } finally {
      stepping = before;
    }
  }

  /** Makes room for a part that is about to be used. */
  private void enter(ModelPart part) {
    Set<ModelPart> leaving = EnumSet.copyOf(EnumSet.allOf(ModelPart.class));
    leaving.remove(part);
    if (stepping && part != ModelPart.TEXT_ENCODER) {
      leaving.remove(ModelPart.CODEC);
      leaving.remove(ModelPart.DENOISER);
    }
    leaving.retainAll(present);
    leaving.forEach(backbone::release);
    present.removeAll(leaving);
    present.add(part);
  }

  @Override
  public BackboneSpec spec() {
    return backbone.spec();
  }

  @Override
  public Parameters parameters() {
    return backbone.parameters();
  }

  @Override
  public TextEncoder textEncoder() {
    return new Text(backbone.textEncoder());
  }

  @Override
  public LatentCodec latentCodec() {
    return new Codec(backbone.latentCodec());
  }

  @Override
  public Denoiser denoiser(Tuning tuning) {
    return new Network(backbone.denoiser(tuning));
  }

  @Override
  public NoiseProcess noiseProcess() {
    return backbone.noiseProcess();
  }

  @Override
  public String fingerprint() {
    return backbone.fingerprint();
  }

  @Override
  public void save(Path folder, WeightFormat format, Optional<MasterWeights> masters) {
    backbone.save(folder, format, masters);
  }

  @Override
  public NDManager newScope() {
    return backbone.newScope();
  }

  @Override
  public void release(ModelPart part) {
    present.remove(part);
    backbone.release(part);
  }

  @Override
  public void close() {
    backbone.close();
  }

  /** The text encoder. */
  private final class Text implements TextEncoder {
    private final TextEncoder encoder;

    Text(TextEncoder encoder) {
      this.encoder = encoder;
    }

    @Override
    public TextBundle encode(NDManager manager, List<String> prompts) {
      enter(ModelPart.TEXT_ENCODER);
      return encoder.encode(manager, prompts);
    }

    @Override
    public void check(String prompt) {
      encoder.check(prompt);
    }
  }

  /** The codec. */
  private final class Codec implements LatentCodec {
    private final LatentCodec codec;

    Codec(LatentCodec codec) {
      this.codec = codec;
    }

    @Override
    public LatentGeometry geometry() {
      return codec.geometry();
    }

    @Override
    public LatentDistribution encode(NDArray pixels) {
      enter(ModelPart.CODEC);
      return codec.encode(pixels);
    }

    @Override
    public NDArray decode(NDArray latents) {
      enter(ModelPart.CODEC);
      return codec.decode(latents);
    }

    @Override
    public void close() {
      codec.close();
    }
  }

  /** The denoiser. */
  private final class Network implements Denoiser {
    private final Denoiser denoiser;

    Network(Denoiser denoiser) {
      this.denoiser = denoiser;
    }

    @Override
    public NDArray predict(DenoiserInput input) {
      enter(ModelPart.DENOISER);
      return denoiser.predict(input);
    }

    @Override
    public Trace trace(DenoiserInput input, long dropoutSeed) {
      enter(ModelPart.DENOISER);
      return new Recorded(denoiser.trace(input, dropoutSeed));
    }

    @Override
    public int referenceTokens(int height, int width) {
      return denoiser.referenceTokens(height, width);
    }
  }

  /** A trace, whose backward pass needs the denoiser again. */
  private final class Recorded implements Trace {
    private final Trace trace;

    Recorded(Trace trace) {
      this.trace = trace;
    }

    @Override
    public NDArray prediction() {
      return trace.prediction();
    }

    @Override
    public void backward(NDArray upstream, GradientBuffer gradients) {
      enter(ModelPart.DENOISER);
      trace.backward(upstream, gradients);
    }

    @Override
    public void close() {
      trace.close();
    }
  }
}
