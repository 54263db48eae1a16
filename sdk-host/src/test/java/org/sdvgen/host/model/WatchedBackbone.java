package org.sdvgen.host.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.ModelPart;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakeSettings;

/** A backbone that notes which of its parts would be in memory. */
final class WatchedBackbone implements Backbone {
  /** What was seen. */
  static final class Watch implements Plugin {
    /** The parts in memory after every change of them. */
    final List<Set<ModelPart>> states = new ArrayList<>();

    final List<Residency> residencies = new ArrayList<>();
    private final Set<ModelPart> present = EnumSet.noneOf(ModelPart.class);

    private void used(ModelPart part) {
      if (present.add(part)) {
        states.add(EnumSet.copyOf(present));
      }
    }

    private void released(ModelPart part) {
      present.remove(part);
    }

    /** Whether a part was ever loaded. */
    boolean saw(ModelPart part) {
      return states.stream().anyMatch(state -> state.contains(part));
    }

    @Override
    public List<ComponentFactory<?, ? extends Backbone>> backbones() {
      return List.of(
          ComponentFactory.of(
              "watched",
              "Notes what is in memory, for tests",
              FakeSettings.class,
              (settings, context) -> {
                residencies.add(context.residency());
                present.clear();
                return new WatchedBackbone(new FakeBackbone(settings), this);
              }));
    }
  }

  private final Backbone backbone;
  private final Watch watch;

  WatchedBackbone(Backbone backbone, Watch watch) {
    this.backbone = backbone;
    this.watch = watch;
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
    TextEncoder encoder = backbone.textEncoder();
    return new TextEncoder() {
      @Override
      public TextBundle encode(NDManager manager, List<String> prompts) {
        watch.used(ModelPart.TEXT_ENCODER);
        return encoder.encode(manager, prompts);
      }

      @Override
      public void check(String prompt) {
        encoder.check(prompt);
      }
    };
  }

  @Override
  public LatentCodec latentCodec() {
    LatentCodec codec = backbone.latentCodec();
    return new LatentCodec() {
      @Override
      public LatentGeometry geometry() {
        return codec.geometry();
      }

      @Override
      public LatentDistribution encode(NDArray pixels) {
        watch.used(ModelPart.CODEC);
        return codec.encode(pixels);
      }

      @Override
      public NDArray decode(NDArray latents) {
        watch.used(ModelPart.CODEC);
        return codec.decode(latents);
      }

      @Override
      public void close() {
        codec.close();
      }
    };
  }

  @Override
  public Denoiser denoiser(Tuning tuning) {
    Denoiser denoiser = backbone.denoiser(tuning);
    return new Denoiser() {
      @Override
      public NDArray predict(DenoiserInput input) {
        watch.used(ModelPart.DENOISER);
        return denoiser.predict(input);
      }

      @Override
      public Trace trace(DenoiserInput input, long dropoutSeed) {
        watch.used(ModelPart.DENOISER);
        return denoiser.trace(input, dropoutSeed);
      }

      @Override
      public int referenceTokens(int height, int width) {
        return denoiser.referenceTokens(height, width);
      }
    };
  }

  @Override
  public NoiseProcess noiseProcess() {
    return backbone.noiseProcess();
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
    watch.released(part);
  }

  @Override
  public void close() {
    backbone.close();
  }
}
