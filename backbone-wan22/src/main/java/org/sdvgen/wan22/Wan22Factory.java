package org.sdvgen.wan22;

import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;

/** Makes Wan 2.2 backbones. */
public final class Wan22Factory implements BackboneFactory<Wan22Config> {
  /** For the plugin. */
  public Wan22Factory() {}

  @Override
  public String name() {
    return "wan22";
  }

  @Override
  public String description() {
    return "Wan 2.2 TI2V-5B: cross-attention to text, clean reference tokens, flow matching";
  }

  @Override
  public Class<Wan22Config> settingsType() {
    return Wan22Config.class;
  }

  @Override
  public Backbone create(Wan22Config config, ComponentContext context) {
    return new BackboneLoader(config).load(name());
  }

  @Override
  public AdapterTools adapterTools(Wan22Config config) {
    return new BackboneLoader(config).adapterTools();
  }

  @Override
  public BackboneOutline outline(Wan22Config config) {
    return new BackboneLoader(config).outline(name());
  }
}
