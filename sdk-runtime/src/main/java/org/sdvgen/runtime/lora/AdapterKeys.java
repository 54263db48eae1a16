package org.sdvgen.runtime.lora;

import java.util.function.UnaryOperator;

/**
 * How a program spells the keys of an adapter file.
 *
 * @param name what users call the format, after the program that it comes from
 * @param module turns a module's path in the network into what its keys start with
 * @param a what follows for the tensor that narrows to the rank
 * @param b what follows for the tensor that widens again
 */
public record AdapterKeys(String name, UnaryOperator<String> module, String a, String b) {
  /** What diffusers puts before every key of a denoiser's adapter. */
  static final String PREFIX = "transformer.";

  /** diffusers' own: {@code transformer.<module path>.lora_A.weight}. */
  public static final AdapterKeys DIFFUSERS =
      new AdapterKeys("diffusers", path -> PREFIX + path, ".lora_A.weight", ".lora_B.weight");

  /** The key of a tensor by its name in the network. */
  String of(String name) {
    String path = LoraModule.pathOf(name);
    return module.apply(path) + (LoraModule.isB(name) ? b : a);
  }

  String keyA(LoraModule layer) {
    return module.apply(layer.path()) + a;
  }

  String keyB(LoraModule layer) {
    return module.apply(layer.path()) + b;
  }

  /** The key of a 0-d tensor that says the module's alpha, which a file need not have. */
  String keyAlpha(LoraModule layer) {
    return keyAlpha(layer.path());
  }

  /** The same by the module's path. */
  String keyAlpha(String path) {
    return module.apply(path) + ".alpha";
  }
}
