package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.CheckpointTables;
import org.sdvgen.runtime.checkpoint.RandomCheckpoint;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.io.Resources;
import org.sdvgen.runtime.text.PromptReader;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.T5Tensors;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.vae.AutoencoderCodec;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;

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

  /** Loads everything; after a failure the parts that are loaded already are freed. */
  Backbone load() {
    settings
        .randomWeightsSeed()
        .ifPresent(seed -> new RandomCheckpoint(folder, seed).write(tables));
    tables.check(folder);
    Resources opened = new Resources();
    try {
      PromptReader prompts = opened.add(prompts());
      NDManager manager = opened.add(Devices.newManager(Devices.of(settings.device())));
      AutoencoderCodec codec = opened.add(codec(manager));
      T5TextEncoder text = opened.add(textEncoder(manager, prompts));
      NetworkDenoiser denoiser =
          opened.add(
              NetworkDenoiser.load(
                  manager,
                  folder.transformer(),
                  model.transformer(),
                  settings.storage(),
                  settings.gradientCheckpointing()));
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
    return new CheckpointWriter(folder, tables);
  }

  /** Opens everything but the weights. */
  BackboneOutline outline() {
    // Weights that are still to be drawn have no headers.
    if (settings.randomWeightsSeed().isEmpty()) {
      tables.check(folder);
    }
    return new CheckpointOutline(model.spec(name), model.transformer(), prompts());
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

  private T5TextEncoder textEncoder(NDManager manager, PromptReader prompts) {
    T5Encoder encoder =
        T5Encoder.load(manager, folder.textEncoder(), model.textEncoder(), settings.dtype());
    return new T5TextEncoder(prompts, encoder, model.prompts().padding());
  }

  private AutoencoderCodec codec(NDManager manager) {
    Optional<Tiling> tiling =
        settings.vaeTiling() ? Optional.of(model.autoencoder().tiling()) : Optional.empty();
    return AutoencoderCodec.load(
        manager,
        folder.vae(),
        model.autoencoder(),
        new VaeSettings(settings.dtype(), tiling, settings.vaeSlicing()));
  }
}
