package org.sdvgen.api.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.CheckpointTools;

/**
 * Makes a backbone, and what works without a loaded model: tools for adapter files, and an outline.
 * Backbones with a plain factory cannot convert or merge adapters, and are loaded whole where an
 * outline would do.
 *
 * @param <C> the configuration
 */
public interface BackboneFactory<C extends Record> extends ComponentFactory<C, Backbone> {
  /**
   * Opens the tools for a checkpoint's adapters.
   *
   * @param settings the backbone's bound settings
   * @return the tools, which hold nothing open
   * @throws org.sdvgen.api.error.InputException if a file or a value is at fault
   */
  AdapterTools adapterTools(C settings);

  /**
   * Opens a checkpoint without reading weights: every configuration and the names and shapes in
   * every weight file's header are checked as {@link #create} checks them.
   *
   * @param settings the backbone's bound settings
   * @return the outline; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a file or a value is at fault
   */
  BackboneOutline outline(C settings);

  /**
   * Lists published checkpoints that can be written with random weights, for measurements at their
   * size.
   *
   * @return the checkpoints, by default none
   */
  default List<PublishedModel> publishedModels() {
    return List.of();
  }

  /**
   * Tells whether a folder is a checkpoint of this backbone's kind of model, as far as its index
   * says so.
   *
   * @param checkpoint a folder, which may be damaged
   * @return true if this backbone, and no other, is the one to open it; by default false
   */
  default boolean recognizes(Path checkpoint) {
    return false;
  }

  /**
   * Opens the tools for a checkpoint's weight files.
   *
   * @param settings the backbone's bound settings
   * @return the tools, which hold nothing open; by default none
   * @throws org.sdvgen.api.error.InputException if a file or a value is at fault
   */
  default Optional<CheckpointTools> checkpointTools(C settings) {
    return Optional.empty();
  }
}
