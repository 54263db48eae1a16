package org.sdvgen.runtime.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The names of a network's modules in another program: parts of their paths are replaced, in order.
 *
 * @param parts pairs of a part and its replacement
 */
public record ModuleNames(List<List<String>> parts) implements UnaryOperator<String> {
  /** Copies the list. */
  public ModuleNames {
    parts = List.copyOf(parts);
  }

  /**
   * Lists replacements.
   *
   * @param parts a part, its replacement, and so on
   * @return the names
   */
  public static ModuleNames replacing(String... parts) {
    List<List<String>> pairs = new ArrayList<>();
    for (int i = 0; i < parts.length; i += 2) {
      pairs.add(List.of(parts[i], parts[i + 1]));
    }
    return new ModuleNames(pairs);
  }

  /**
   * Translates a module's path.
   *
   * @param path as diffusers spells it
   * @return as the other program does
   */
  @Override
  public String apply(String path) {
    String theirs = path;
    for (List<String> part : parts) {
      theirs = theirs.replace(part.get(0), part.get(1));
    }
    return theirs;
  }
}
