package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.CheckpointTables;
import org.sdvgen.runtime.checkpoint.RandomCheckpoint;
import org.sdvgen.runtime.denoiser.BaseStorage;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.Recomputation;
import org.sdvgen.runtime.io.Resources;
import org.sdvgen.runtime.quantization.StoredQuantization;
import org.sdvgen.runtime.text.PromptReader;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.T5Tensors;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;

/** Opens a model's checkpoint: whole, as an outline, or for its adapters' files alone. */
final class CheckpointLoader {
  private final String name;
  private final ModelSettings settings;
  private final CheckpointModel model;
  private final CheckpointFolder folder;
  private final CheckpointTables tables;

  /**
   * Prepares for a checkpoint.
   *
   * @param name the name that configurations choose the backbone by
   * @param model the model that it is of
   */
  CheckpointLoader(String name, CheckpointModel model) {
    this.name = name;
    this.model = model;
    settings = model.settings();
    folder = model.folder();
    tables =
        new CheckpointTables(
            model.transformer().table(),
            model.autoencoder().network().table(),
            T5Tensors.of(model.textEncoder()));
  }

  /**
   * Opens all weights, after checks of their names and shapes; those of a part are read when it is
   * first used.
   *
   * @param residency how long weights stay in memory
   * @param notices takes sentences about what cannot be done as it was wanted
   */
  Backbone load(Residency residency, Notices notices) {
    settings
        .randomWeightsSeed()
        .ifPresent(seed -> new RandomCheckpoint(folder, seed).write(tables));
    BaseStorage storage = storage(residency);
    Resources opened = new Resources();
    try {
      PromptReader prompts = opened.add(prompts());
      NDManager manager = opened.add(Devices.newManager(Devices.of(settings.device())));
      LazyCodec codec = codec(opened, manager);
      LazyTextEncoder text = textEncoder(opened, manager, prompts);
      NetworkDenoiser denoiser =
          opened.add(
              NetworkDenoiser.load(
                  manager,
                  folder.transformer(),
                  model.transformer(),
                  storage,
                  new Recomputation(settings.gradientCheckpointing(), notices)));
      return new CheckpointBackbone(
          new CheckpointBackbone.Parts(
              manager, folder, model.spec(name), text, codec, denoiser, model.process()),
          opened);
    } catch (RuntimeException e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  /** Opens the tools for the model's adapters, for which no weights are loaded. */
  AdapterTools adapterTools() {
    return new CheckpointAdapters(folder, model.transformer());
  }

  /** Opens the tools for the model's weight files. */
  CheckpointTools checkpointTools() {
    return new CheckpointWriter(folder, tables, model.transformer(), settings.dtype());
  }

  /** Opens everything but the weights. */
  BackboneOutline outline() {
    // Weights that are still to be drawn have no headers.
    Optional<BaseFormat> stored =
        settings.randomWeightsSeed().isEmpty()
            ? storage(Residency.RESIDENT).quantized().map(BaseFormat::of)
            : Optional.empty();
    return new CheckpointOutline(
        model.spec(name), model.transformer(), prompts(), CheckpointMemory.of(model, stored));
  }

  /** Checks the headers of all weight files, and how the settings have the transformer's kept. */
  private BaseStorage storage(Residency residency) {
    Optional<StoredQuantization> stored = tables.check(folder);
    settings
        .weights()
        .filter(asked -> stored.isPresent() && asked.quantized().isEmpty())
        .ifPresent(
            asked -> {
              throw BaseStorage.contradiction(
                  EnumWord.of(asked), stored.orElseThrow().format(), folder.root().toString());
            });
    BaseStorage storage = settings.storage(residency);
    return stored
        .map(found -> storage.withQuantized(found.format(), folder.root().toString()))
        .orElse(storage);
  }

  private PromptReader prompts() {
    PromptTokenizer tokenizer = model.openTokenizer();
    try {
      model.textEncoder().requireRows(tokenizer.length(), folder.tokenizer());
      PromptRules rules = model.prompts();
      return new PromptReader(
          tokenizer, rules.cleaner(), new TextLimit(rules.maxTokens(), settings.longPrompts()));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private LazyTextEncoder textEncoder(Resources opened, NDManager manager, PromptReader prompts) {
    WeightSource source = opened.add(WeightFiles.open(folder.textEncoder()));
    Part<T5Encoder> encoder =
        new Part<>(() -> T5Encoder.load(manager, source, model.textEncoder(), settings.dtype()));
    return new LazyTextEncoder(prompts, opened.add(encoder), model.prompts().padding());
  }

  private LazyCodec codec(Resources opened, NDManager manager) {
    Optional<Tiling> tiling =
        settings.vaeTiling() ? Optional.of(model.autoencoder().tiling()) : Optional.empty();
    VaeSettings computed = new VaeSettings(settings.dtype(), tiling, settings.vaeSlicing());
    WeightSource source = opened.add(WeightFiles.open(folder.vae()));
    Part<VideoAutoencoder> weights =
        new Part<>(
            () -> VideoAutoencoder.load(manager, source, model.autoencoder().network(), computed));
    return new LazyCodec(model.autoencoder(), opened.add(weights));
  }
}
