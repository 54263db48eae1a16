package org.sdvgen.host.wiring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.api.backbone.CheckpointTools.WriteProgress;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.PublishedModel;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfigurationReader;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.runtime.io.AtomicFolder;

/** Writes checkpoint folders of the backbones that the plugins bring. */
public final class ModelFiles {
  private final PluginRegistry plugins;

  /**
   * Takes the plugins.
   *
   * @param plugins bring the backbones
   */
  public ModelFiles(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /**
   * Lists the checkpoints that can be written with random weights.
   *
   * @return the checkpoints of all backbones
   */
  public List<PublishedModel> published() {
    return offers().stream().map(Offer::model).toList();
  }

  /**
   * Writes a checkpoint with random weights.
   *
   * @param name the name of one of {@link #published}
   * @param folder the folder to create; it is there when it is complete, and not before
   * @param seed every value is a function of it
   * @param progress told of every tensor
   * @throws InputException if there is no such checkpoint, the folder exists, or the drive has too
   *     little room
   */
  public void writeRandom(String name, Path folder, long seed, WriteProgress progress) {
    Offer offer =
        offers().stream()
            .filter(one -> one.model().name().equals(name))
            .findFirst()
            .orElseThrow(() -> new InputException(unknown(name)));
    checkFree(folder);
    AtomicFolder.replace(
        folder,
        empty -> {
          offer.model().copyTo(empty);
          tools(backbone(offer.backbone(), empty)).writeRandomWeights(seed, progress);
        });
  }

  /**
   * Writes a checkpoint with quantised weights.
   *
   * @param model the checkpoint's folder
   * @param folder the folder to create; it is there when it is complete, and not before
   * @param format such as {@code int8}
   * @param progress told of every tensor
   * @throws InputException if no backbone opens the checkpoint, the format is unknown, the folder
   *     exists, or the drive has too little room
   */
  public void quantize(Path model, Path folder, String format, WriteProgress progress) {
    CheckpointTools tools = tools(backbone(backboneOf(model), model));
    checkFree(folder);
    AtomicFolder.replace(folder, empty -> tools.quantize(format, empty, progress));
  }

  private String backboneOf(Path model) {
    if (!Files.isDirectory(model)) {
      throw new InputException(
          model + " is not a folder: give that of a model in the layout of diffusers");
    }
    List<String> names = new ArrayList<>();
    for (PluginRegistry.Entry<Backbone> entry : plugins.all(ComponentKind.BACKBONE)) {
      if (entry.factory() instanceof BackboneFactory<?> factory) {
        if (factory.recognizes(model)) {
          return entry.name();
        }
        names.add(entry.name());
      }
    }
    throw new InputException(
        "%s: no backbone opens this folder; give one with the model_index.json of a model for %s"
            .formatted(model, String.join(" or ", names)));
  }

  /** A checkpoint and the name of its backbone. */
  private record Offer(String backbone, PublishedModel model) {}

  private List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    for (PluginRegistry.Entry<Backbone> entry : plugins.all(ComponentKind.BACKBONE)) {
      if (entry.factory() instanceof BackboneFactory<?> factory) {
        factory.publishedModels().forEach(model -> offers.add(new Offer(entry.name(), model)));
      }
    }
    return offers;
  }

  private String unknown(String name) {
    List<String> known = published().stream().map(PublishedModel::name).toList();
    String nearest =
        NearestName.of(name, known).map(near -> "; did you mean %s?".formatted(near)).orElse(".");
    return "%s: no plugin knows this checkpoint%s There are: %s"
        .formatted(name, nearest, String.join(", ", known));
  }

  /** The backbone on a checkpoint, with the defaults of all its settings. */
  private ComponentChoice<Backbone> backbone(String name, Path checkpoint) {
    Map<String, String> settings =
        Map.of(
            "backbone.name", name, "backbone.checkpoint", checkpoint.toAbsolutePath().toString());
    return ConfigurationReader.backbone(plugins, settings);
  }

  private static CheckpointTools tools(ComponentChoice<Backbone> choice) {
    if (!(choice.factory() instanceof BackboneFactory<?> factory)) {
      throw noTools(choice.name());
    }
    return choice
        .call("checkpointTools", () -> tools(factory, choice.config()))
        .orElseThrow(() -> noTools(choice.name()));
  }

  private static <C extends Record> Optional<CheckpointTools> tools(
      BackboneFactory<C> factory, Record config) {
    return factory.checkpointTools(factory.settingsType().cast(config));
  }

  private static InputException noTools(String name) {
    return new InputException(
        "backbone.name = %s: this backbone's plugin cannot write checkpoints".formatted(name));
  }

  private static void checkFree(Path target) {
    if (Files.exists(target)) {
      throw new InputException(
          target + " exists and is not overwritten: choose another name or remove it");
    }
  }
}
