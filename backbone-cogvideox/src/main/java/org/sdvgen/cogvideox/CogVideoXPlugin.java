package org.sdvgen.cogvideox;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;

/** Brings the CogVideoX backbone. */
public final class CogVideoXPlugin implements Plugin {
  /** For the service loader. */
  public CogVideoXPlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(new CogVideoXFactory());
  }
}
