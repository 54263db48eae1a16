package org.sdvgen.data.files;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.sdvgen.api.plugin.Notices;

/**
 * Takes what is said at each reading of a file of a data set. That is a sentence per sample and
 * step, too much for the terminal, so it goes to the log at level debug.
 */
public enum ReadLog implements Notices {
  INSTANCE;

  private static final Logger LOG = LogManager.getLogger(ReadLog.class);

  @Override
  public void say(String message) {
    LOG.debug(message);
  }
}
