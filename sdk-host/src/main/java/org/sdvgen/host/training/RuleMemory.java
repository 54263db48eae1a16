package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/**
 * The memory of update rules in the files of a checkpoint: {@code update_rule.<rule>.safetensors},
 * or a file {@code update_rule.<rule>.<name>.safetensors} for each array if those never change.
 * Checkpoints share the latter through hard links, so that buffers of many gigabytes are not
 * written again and again.
 */
final class RuleMemory implements Restorable {
  private static final String ENDING = ".safetensors";

  private final Map<String, UpdateRule> rules;
  private final Supplier<NDManager> scopes;

  /**
   * The memory of some rules.
   *
   * @param rules the rules by name
   * @param scopes opens managers on the parameters' device
   */
  RuleMemory(Map<String, UpdateRule> rules, Supplier<NDManager> scopes) {
    this.rules = rules;
    this.scopes = scopes;
  }

  private static String prefix(String rule) {
    return "update_rule." + rule;
  }

  @Override
  public void save(Draft checkpoint) {
    Path folder = checkpoint.folder();
    rules.forEach(
        (name, rule) -> {
          Map<String, NDArray> state = rule.state();
          if (rule.stateNeverChanges()) {
            state.forEach(
                (key, array) -> {
                  String file = prefix(name) + "." + key + ENDING;
                  if (!linked(folder, checkpoint.previous(), file)) {
                    SafetensorsWriter.write(folder.resolve(file), Map.of(key, array), Map.of());
                  }
                });
          } else if (!state.isEmpty()) {
            SafetensorsWriter.write(folder.resolve(prefix(name) + ENDING), state, Map.of());
          }
        });
  }

  /** Takes a file over; false if there is none, or the disk knows no links. */
  private static boolean linked(Path folder, Optional<Path> previous, String file) {
    Optional<Path> earlier = previous.map(path -> path.resolve(file)).filter(Files::exists);
    if (earlier.isEmpty()) {
      return false;
    }
    try {
      Files.createLink(folder.resolve(file), earlier.get());
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public void load(ResumePoint checkpoint) {
    try (NDManager scope = scopes.get()) {
      rules.forEach(
          (name, rule) -> {
            for (Path file : files(checkpoint.folder(), prefix(name))) {
              restore(file, rule, scope);
            }
          });
    }
  }

  private static void restore(Path file, UpdateRule rule, NDManager scope) {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      for (String name : new TreeSet<>(saved.entries().keySet())) {
        try (NDArray array = saved.readAsStored(scope, name)) {
          rule.restore(name, array);
        }
      }
    }
  }

  private static List<Path> files(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> {
                String name = String.valueOf(file.getFileName());
                return name.startsWith(prefix + ".") && name.endsWith(ENDING);
              })
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(folder + ": the checkpoint cannot be read: " + e, e);
    }
  }
}
