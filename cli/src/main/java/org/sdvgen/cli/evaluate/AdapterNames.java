package org.sdvgen.cli.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.Trainer;

/** Short names for adapters that stand side by side; folders have them in their names. */
public final class AdapterNames {
  /** The name of the model without an adapter, which no adapter gets. */
  public static final String NONE = "no-adapter";

  private static final String ENDING = "\\.safetensors$";

  private AdapterNames() {}

  /**
   * Names adapters by the ends of their files' paths, with as many folders as make them different.
   * The name that every run gives its adapter does not count.
   *
   * @param adapters the adapters
   * @return a name each, all different
   */
  public static List<String> of(List<AdapterUse> adapters) {
    List<List<String>> paths = adapters.stream().map(AdapterNames::parts).toList();
    int longest = paths.stream().mapToInt(List::size).max().orElse(1);
    int depth = 1;
    while (depth < longest && new HashSet<>(names(adapters, paths, depth)).size() < paths.size()) {
      depth++;
    }
    return different(names(adapters, paths, depth));
  }

  private static List<String> parts(AdapterUse adapter) {
    List<String> parts = new ArrayList<>();
    adapter.file().toAbsolutePath().normalize().forEach(part -> parts.add(part.toString()));
    Path file = Path.of(parts.remove(parts.size() - 1));
    if (!file.equals(Path.of(Trainer.ADAPTER_FILE)) || parts.isEmpty()) {
      parts.add(file.toString().replaceAll(ENDING, ""));
    }
    return parts;
  }

  private static List<String> names(
      List<AdapterUse> adapters, List<List<String>> paths, int depth) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < adapters.size(); i++) {
      List<String> parts = paths.get(i);
      String name =
          String.join("-", parts.subList(Math.max(0, parts.size() - depth), parts.size()));
      AdapterUse use = adapters.get(i);
      names.add(use.weight() == 1 ? name : name + "-" + use.weightText());
    }
    return names;
  }

  /** The same file with the same weight may be given twice: then a number tells them apart. */
  private static List<String> different(List<String> names) {
    Set<String> taken = new HashSet<>(Set.of(NONE));
    List<String> different = new ArrayList<>();
    for (String name : names) {
      String free = name;
      for (int number = 2; !taken.add(free); number++) {
        free = name + "-" + number;
      }
      different.add(free);
    }
    return different;
  }
}
