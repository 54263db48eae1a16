package org.sdvgen.runtime.torch;

import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Memory that closed arrays have left with the allocators of this process. */
public final class FreedMemory {
  private static final Logger LOG = LogManager.getLogger(FreedMemory.class);

  private FreedMemory() {}

  /**
   * Gives unused memory back to the system and, of GPUs, to other programs. On Linux the C library
   * keeps what was freed in pieces of up to 32 MB, which a model's weights mostly are.
   */
  public static void giveBack() {
    if (Platform.isLinux()) {
      trim();
    }
    if (Devices.gpuCount() > 0) {
      JniUtils.emptyCudaCache();
    }
  }

  private static void trim() {
    try {
      Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0L});
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("this C library gives memory back by itself or not at all", e);
    }
  }
}
