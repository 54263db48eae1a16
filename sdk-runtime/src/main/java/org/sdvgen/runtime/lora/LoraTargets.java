package org.sdvgen.runtime.lora;

import static java.util.stream.Collectors.joining;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;

/** PEFT's suffix rule: a target takes each module whose path is it or ends in a dot and it. */
public final class LoraTargets {
  private LoraTargets() {}

  /**
   * Finds the modules that a list of targets takes.
   *
   * @param base shapes of the network's tensors by name
   * @param targets suffixes of module paths, such as {@code to_q} or {@code norm1.linear}
   * @return the modules, in the tensors' order
   * @throws InputException if a target takes none; it names all such targets and near names
   */
  public static List<LoraModule> match(Map<String, Shape> base, List<String> targets) {
    Map<String, LoraModule> modules = LoraModule.of(base);
    List<LoraModule> matched = new ArrayList<>();
    Set<String> unused = new LinkedHashSet<>(targets);
    for (LoraModule module : modules.values()) {
      List<String> hits = targets.stream().filter(module::isTakenBy).toList();
      if (!hits.isEmpty()) {
        matched.add(module);
        unused.removeAll(hits);
      }
    }
    if (targets.isEmpty() || !unused.isEmpty()) {
      throw new InputException(report(unused, modules.keySet()));
    }
    return matched;
  }

  private static String report(Set<String> unused, Set<String> paths) {
    if (unused.isEmpty()) {
      return "lora.targets: the list is empty, so the adapter would change nothing";
    }
    Set<String> known = suffixes(paths);
    return unused.stream()
        .map(target -> target + NearestName.of(target, known).map(LoraTargets::near).orElse(""))
        .collect(joining(", ", "lora.targets: no linear layer or convolution is called ", ""));
  }

  private static String near(String name) {
    return " (nearest: " + name + ")";
  }

  /** Every way to name a path by its end: all that follows one of its dots, and the whole. */
  private static Set<String> suffixes(Set<String> paths) {
    Set<String> suffixes = new LinkedHashSet<>(paths);
    for (String path : paths) {
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        suffixes.add(path.substring(dot + 1));
      }
    }
    return suffixes;
  }
}
