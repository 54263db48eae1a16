package org.sdvgen.runtime.lora;

import java.nio.file.Path;

/**
 * A kind of adapter file that is written.
 *
 * @param keys how its keys are spelled
 * @param alpha how it says the adapter's alpha
 */
public record AdapterFormat(AdapterKeys keys, Alpha alpha) {
  /** How a file says its alpha. */
  public enum Alpha {
    /** In PEFT's entry of the header. */
    METADATA,
    /** As a number beside every module's matrices. */
    TENSORS,
    /** Not at all: B is multiplied by the adapter's scale, so that alpha = rank, as all assume. */
    FOLDED
  }

  /** diffusers' own. */
  public static final AdapterFormat DIFFUSERS =
      new AdapterFormat(AdapterKeys.DIFFUSERS, Alpha.METADATA);

  /** Returns what users call it. */
  public String name() {
    return keys.spelling().format();
  }

  /**
   * Names a copy in this format of an adapter in diffusers' own.
   *
   * @param file the adapter's own file
   * @return {@code <name>.<format>.safetensors}
   */
  public Path beside(Path file) {
    String stem = file.getFileName().toString().replaceFirst("\\.safetensors$", "");
    return file.resolveSibling(stem + "." + name() + ".safetensors");
  }
}
