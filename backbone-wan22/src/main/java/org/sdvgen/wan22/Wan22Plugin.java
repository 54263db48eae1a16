package org.sdvgen.wan22;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;

/** Brings the Wan 2.2 TI2V-5B backbone. */
public final class Wan22Plugin implements Plugin {
  /** For the service loader. */
  public Wan22Plugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(new Wan22Factory());
  }
}
