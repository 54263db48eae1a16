package org.sdvgen.runtime.lora;

import java.nio.file.Path;

/**
 * A copy of every adapter for another program, which lies beside the adapter's own file.
 *
 * @param word what the copy's name has before {@code .safetensors}
 * @param keys how the other program spells its keys
 */
public record AdapterCopy(String word, AdapterKeys keys) {
  /**
   * Names the copy.
   *
   * @param file the adapter's own file
   * @return {@code <name>.<word>.safetensors}
   */
  public Path beside(Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.safetensors$", "");
    return file.resolveSibling(name + "." + word + ".safetensors");
  }
}
