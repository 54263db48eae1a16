package org.sdvgen.runtime.lora;

import java.util.function.UnaryOperator;

/**
 * How the keys of an adapter file are spelled that is written.
 *
 * @param spelling how they start
 * @param names turns a module's path in the network into the program's name of it
 * @param a the end of the key of matrix A, which maps to the rank
 * @param b the end of the key of matrix B, which maps back
 */
public record AdapterKeys(
    AdapterSpelling spelling, UnaryOperator<String> names, String a, String b) {
  /** diffusers' own: {@code transformer.<module path>.lora_A.weight}. */
  public static final AdapterKeys DIFFUSERS =
      withAAndB(AdapterSpelling.DIFFUSERS, UnaryOperator.identity());

  /**
   * Keys with PEFT's names of the matrices.
   *
   * @param spelling how they start
   * @param names turns a module's path in the network into the program's name of it
   */
  public static AdapterKeys withAAndB(AdapterSpelling spelling, UnaryOperator<String> names) {
    return new AdapterKeys(spelling, names, ".lora_A.weight", ".lora_B.weight");
  }

  /**
   * Keys with the names of the matrices that kohya's programs and those after them use.
   *
   * @param spelling how they start
   * @param names turns a module's path in the network into the program's name of it
   */
  public static AdapterKeys withDownAndUp(AdapterSpelling spelling, UnaryOperator<String> names) {
    return new AdapterKeys(spelling, names, ".lora_down.weight", ".lora_up.weight");
  }

  /** The key of a tensor by its name in the network. */
  String of(String name) {
    return start(LoraModule.pathOf(name)) + (LoraModule.isB(name) ? b : a);
  }

  /** The key of a 0-d tensor that says a module's alpha, by the module's path. */
  String keyAlpha(String path) {
    return start(path) + ".alpha";
  }

  private String start(String path) {
    return spelling.start(names.apply(path));
  }
}
