package org.sdvgen.runtime.torch;

/** Keeps the libraries around the engine from reporting their use to the network. */
public final class QuietEngine {
  /** DJL asks a cloud's metadata service for the machine's name unless this is set. */
  private static final String OPT_OUT = "OPT_OUT_TRACKING";

  private QuietEngine() {}

  /** To be called before a library of DJL is used; a value that is set already is kept. */
  public static void prepare() {
    if (System.getenv(OPT_OUT) == null && System.getProperty(OPT_OUT) == null) {
      System.setProperty(OPT_OUT, "true");
    }
  }
}
