package org.sdvgen.data.files;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.sdvgen.api.plugin.Notices;

/**
 * Takes notices from each reading of a data set's file. There is one per sample and step, too many
 * for the terminal, so they go to the log at level debug.
 */
public enum ReadLog implements Notices {
  INSTANCE;

  private static final Logger LOG = LogManager.getLogger(ReadLog.class);

  @Override
  public void say(String message) {
    LOG.debug(message);
  }
}
