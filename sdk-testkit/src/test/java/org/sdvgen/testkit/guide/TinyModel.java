package org.sdvgen.testkit.guide;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Guidance;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.SamplingDefaults;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.runtime.backbone.CheckpointModel;
import org.sdvgen.runtime.backbone.ModelSettings;
import org.sdvgen.runtime.backbone.PromptRules;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.CheckpointLayout;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Family;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;
import org.sdvgen.runtime.vae.Autoencoder;
import org.sdvgen.testkit.FakeNoiseProcess;

// guide: model
/** The model in a checkpoint folder. */
final class TinyModel implements CheckpointModel {
  private static final String SUBJECT_TOKEN = "<cls>";
  private static final CheckpointLayout LAYOUT =
      new CheckpointLayout(
          "Tiny",
          "example/tiny",
          Map.of(
              "transformer", Set.of("TinyTransformer"),
              "vae", Set.of("TinyAutoencoder"),
              "text_encoder", Set.of("T5EncoderModel"),
              "tokenizer", Set.of("T5TokenizerFast"),
              "scheduler", Set.of("TinyScheduler")));

  private final TinySettings settings;
  private final CheckpointFolder folder;
  private final TinyConfig transformer;
  private final TinyAutoencoder autoencoder;
  private final T5Config textEncoder;

  TinyModel(TinySettings settings) {
    this.settings = settings;
    folder =
        CheckpointFolder.open(settings.model().checkpoint(), LAYOUT)
            .withVae(settings.model().vae());
    transformer = TinyConfig.read(CheckpointFolder.config(folder.transformer()));
    autoencoder = TinyAutoencoder.read(CheckpointFolder.config(folder.vae()));
    textEncoder = T5Config.read(CheckpointFolder.config(folder.textEncoder()), T5Family.T5);
  }

  @Override
  public ModelSettings settings() {
    return settings.model();
  }

  @Override
  public CheckpointFolder folder() {
    return folder;
  }

  @Override
  public NetworkDefinition transformer() {
    return TinyTransformer.definition(transformer);
  }

  @Override
  public Autoencoder autoencoder() {
    return autoencoder;
  }

  @Override
  public T5Config textEncoder() {
    return textEncoder;
  }

  @Override
  public PromptRules prompts() {
    return new PromptRules(UnaryOperator.identity(), settings.maxSequenceLength(), Padding.MASKED);
  }

  @Override
  public PromptTokenizer openTokenizer() {
    return FastTokenizer.open(folder.tokenizer(), Optional.of(SUBJECT_TOKEN));
  }

  @Override
  public NoiseProcess process() {
    return new FakeNoiseProcess();
  }

  @Override
  public BackboneSpec spec(String name) {
    int multiple = autoencoder.geometry().spatialFactor() * transformer.patchSize();
    return new BackboneSpec(
        name,
        autoencoder.geometry(),
        new ShapeRules(multiple, autoencoder.frameStep(), 9, 16, 16, 5, 8),
        settings.maxSequenceLength(),
        Guidance.CLASSIFIER_FREE,
        new SamplingDefaults(4, 6, false),
        Set.of(ReferenceMode.TOKENS),
        Optional.of(SUBJECT_TOKEN));
  }
}
// end
