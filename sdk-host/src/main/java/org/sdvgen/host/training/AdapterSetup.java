package org.sdvgen.host.training;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.config.RunConfig;

/** Puts the adapter to be trained into the model. */
final class AdapterSetup {
  private final RunConfig config;
  private final Parameters parameters;
  private final Notices notices;

  AdapterSetup(TrainingParts parts) {
    config = parts.config();
    parameters = parts.backbone().parameters();
    notices = parts.notices();
  }

  /**
   * Puts in the adapter that a new run begins with: a fresh one or {@code initial_adapter}.
   *
   * @throws InputException if a target matches nothing or the file does not fit
   */
  void begin() {
    parameters.select(new Selection.Adapter(config.lora()), config.run().seed());
    config.run().initialAdapter().ifPresent(this::load);
  }

  /**
   * Puts in an adapter from a file.
   *
   * @param file a file in diffusers' format
   * @throws InputException if it does not fit the network or the settings {@code lora.*}
   */
  void load(Path file) {
    LoraConfig wanted = config.lora();
    Set<String> chosen = trainableNames();
    AdapterFallback fallback = new AdapterFallback(Optional.of(wanted.alpha()), wanted.dropout());
    parameters.loadAdapter(file, fallback).forEach(notices::say);
    LoraConfig found =
        parameters
            .adapter()
            .orElseThrow(() -> new IllegalStateException("no adapter after loading " + file));
    compare(file, "rank", found.rank(), wanted.rank());
    compare(file, "alpha", found.alpha(), wanted.alpha());
    compare(file, "dropout", found.dropout(), wanted.dropout());
    compareModules(file, trainableNames(), chosen);
  }

  private Set<String> trainableNames() {
    return parameters.trainable().stream()
        .map(Parameter::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void compareModules(Path file, Set<String> found, Set<String> chosen) {
    Set<String> either = new TreeSet<>(found);
    either.addAll(chosen);
    either.removeIf(name -> found.contains(name) && chosen.contains(name));
    if (!either.isEmpty()) {
      throw new InputException(
          "%s: the adapter has %d tensors and lora.targets choose %d; only one of them has %s: make"
                  .formatted(file, found.size(), chosen.size(), either.iterator().next())
              + " lora.targets the adapter's");
    }
  }

  private static void compare(Path file, String key, Number found, Number wanted) {
    if (!found.equals(wanted)) {
      throw new InputException(
          "%s: the adapter has %s %s, and lora.%s is %s: make them equal"
              .formatted(file, key, found, key, wanted));
    }
  }
}
