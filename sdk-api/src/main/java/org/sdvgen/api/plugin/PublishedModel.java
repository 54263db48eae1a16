package org.sdvgen.api.plugin;

import java.nio.file.Path;

/** A published checkpoint of which a plugin has everything but the weights. */
public interface PublishedModel {
  /**
   * Names the checkpoint.
   *
   * @return a name in lower case with hyphens, unique among all plugins
   */
  String name();

  /**
   * Says in one sentence what it is.
   *
   * @return the description
   */
  String description();

  /**
   * Writes its configurations, and a tokenizer: a small one of this project's own where the
   * published one may not be passed on.
   *
   * @param folder an existing empty folder
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  void copyTo(Path folder);
}
