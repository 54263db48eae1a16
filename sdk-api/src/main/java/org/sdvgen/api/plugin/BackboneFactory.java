package org.sdvgen.api.plugin;

import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;

/**
 * Makes a backbone, and tools for its adapters' files that need no loaded model. Backbones whose
 * factory is a plain one cannot convert or merge adapters.
 *
 * @param <C> the configuration
 */
public interface BackboneFactory<C extends Record> extends ComponentFactory<C, Backbone> {
  /**
   * Opens the tools for a checkpoint's adapters.
   *
   * @param config the backbone's bound settings
   * @return the tools, which hold nothing open
   * @throws org.sdvgen.api.error.InputException if a file or a value is at fault
   */
  AdapterTools adapterTools(C config);
}
