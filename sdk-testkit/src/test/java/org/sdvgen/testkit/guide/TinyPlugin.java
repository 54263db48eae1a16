package org.sdvgen.testkit.guide;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.runtime.backbone.CheckpointFactory;

// guide: plugin
/** Brings the tiny backbone. */
public final class TinyPlugin implements Plugin {
  static final BackboneFactory<TinySettings> BACKBONE =
      new CheckpointFactory<>("tiny", "A tiny video model", TinySettings.class, TinyModel::new);

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(BACKBONE);
  }
}
// end
