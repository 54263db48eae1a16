package org.sdvgen.runtime.backbone;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.PublishedModel;

/**
 * Makes backbones of one kind of model from checkpoint folders.
 *
 * @param <C> the backbone's settings
 */
public final class CheckpointFactory<C extends Record> implements BackboneFactory<C> {
  private final String name;
  private final String description;
  private final Class<C> settingsType;
  private final Function<C, CheckpointModel> models;
  private final List<PublishedCheckpoint> published;

  /**
   * A factory.
   *
   * @param name the name that configurations choose the backbone by
   * @param description one line for {@code sdvgen plugins}
   * @param settingsType the settings' record
   * @param models opens the checkpoint that settings name and reads its configurations
   * @param published checkpoints whose configurations the plugin has
   */
  public CheckpointFactory(
      String name,
      String description,
      Class<C> settingsType,
      Function<C, CheckpointModel> models,
      PublishedCheckpoint... published) {
    this.published = List.of(published);
    this.name = name;
    this.description = description;
    this.settingsType = settingsType;
    this.models = models;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Class<C> settingsType() {
    return settingsType;
  }

  @Override
  public Backbone create(C settings, ComponentContext context) {
    return loader(settings).load(context.residency(), context.notices());
  }

  @Override
  public AdapterTools adapterTools(C settings) {
    return loader(settings).adapterTools();
  }

  @Override
  public BackboneOutline outline(C settings) {
    return loader(settings).outline();
  }

  @Override
  public List<PublishedModel> publishedModels() {
    return List.copyOf(published);
  }

  @Override
  public boolean recognizes(Path checkpoint) {
    return published.stream().anyMatch(known -> known.isOfSameKind(checkpoint));
  }

  @Override
  public Optional<CheckpointTools> checkpointTools(C settings) {
    return Optional.of(loader(settings).checkpointTools());
  }

  private CheckpointLoader loader(C settings) {
    return new CheckpointLoader(name, models.apply(settings));
  }
}
