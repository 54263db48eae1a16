package org.sdvgen.cogvideox;

import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;

/** Makes CogVideoX backbones. */
public final class CogVideoXFactory implements BackboneFactory<CogVideoXConfig> {
  /** For the plugin. */
  public CogVideoXFactory() {}

  @Override
  public String name() {
    return "cogvideox";
  }

  @Override
  public String description() {
    return "CogVideoX-5B: joint attention over text, reference and video tokens, v-prediction";
  }

  @Override
  public Class<CogVideoXConfig> settingsType() {
    return CogVideoXConfig.class;
  }

  @Override
  public Backbone create(CogVideoXConfig config, ComponentContext context) {
    return new BackboneLoader(config).load(name());
  }

  @Override
  public AdapterTools adapterTools(CogVideoXConfig config) {
    return new BackboneLoader(config).adapterTools();
  }

  @Override
  public BackboneOutline outline(CogVideoXConfig config) {
    return new BackboneLoader(config).outline(name());
  }
}
