package org.sdvgen.host.training;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.runtime.torch.Tensors;

/** An adapter in training. */
public final class TrainedAdapter implements TrainedWeights {
  /** The adapter's file, in diffusers' format and by diffusers' name. */
  static final String FILE = Trainer.ADAPTER_FILE;

  private final Parameters parameters;
  private final String backbone;
  private final LoraSettings settings;
  private final RunSettings run;
  private final WrittenSettings written;
  private final PluginRegistry plugins;
  private final Notices notices;
  private Adapter adapter;

  @Inject
  TrainedAdapter(
      Backbone model,
      ComponentChoice<Backbone> choice,
      LoraSettings settings,
      RunSettings run,
      WrittenSettings written,
      PluginRegistry plugins,
      Notices notices) {
    parameters = model.parameters();
    backbone = choice.name();
    this.settings = settings;
    this.run = run;
    this.written = written;
    this.plugins = plugins;
    this.notices = notices;
    adapter = parameters.newAdapter(settings, run.seed());
    run.initialAdapter().ifPresent(this::begin);
  }

  @Override
  public TrainableWeights present() {
    return adapter;
  }

  @Override
  public void load(Path checkpoint, Kind kind) {
    Path file = kind.in(checkpoint, FILE);
    try (Adapter saved = open(file)) {
      Map<String, NDArray> values = Optimizers.values(adapter.parameters());
      compareShapes(file, Optimizers.values(saved.parameters()), values);
      Optimizers.values(saved.parameters())
          .forEach((name, value) -> Tensors.copy(requireNonNull(values.get(name)), value));
    }
  }

  @Override
  public void save(Path checkpoint, Kind kind, long step) {
    save(kind.in(checkpoint, FILE), step);
  }

  @Override
  public Path finish(Path outputDir, long step) {
    Path file = outputDir.resolve(FILE);
    save(file, step);
    return file;
  }

  /** Writes the adapter with its origin in the metadata. */
  private void save(Path file, long step) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("step", Long.toString(step));
    metadata.put("seed", Long.toString(run.seed()));
    metadata.put("backbone", backbone);
    metadata.put(AdapterTools.BASE_FINGERPRINT, parameters.fingerprint());
    parameters
        .quantization()
        .ifPresent(format -> metadata.put(AdapterTools.BASE_QUANTIZATION, format));
    metadata.put("recipe", written.recipe());
    String versions =
        plugins.versions().entrySet().stream()
            .map(plugin -> plugin.getKey() + " " + plugin.getValue())
            .collect(Collectors.joining(", "));
    if (!versions.isEmpty()) {
      metadata.put("plugins", versions);
    }
    adapter.save(file, metadata);
  }

  /** Takes a file's adapter in place of the new one. */
  private void begin(Path file) {
    Adapter initial = open(file);
    adapter.close();
    adapter = initial;
  }

  /** Opens an adapter; one that does not fit the settings {@code lora.*} is refused. */
  private Adapter open(Path file) {
    AdapterFallback fallback = new AdapterFallback(Optional.empty(), settings.dropout());
    Adapter loaded = parameters.loadAdapter(file, fallback);
    loaded.notices().forEach(notices::say);
    try {
      LoraSettings found = loaded.config();
      compare(file, "rank", found.rank(), settings.rank());
      compare(file, "alpha", found.alpha(), settings.alpha());
      compare(file, "dropout", found.dropout(), settings.dropout());
      compareModules(file, names(loaded), names(adapter));
      return loaded;
    } catch (InputException e) {
      loaded.close();
      throw e;
    }
  }

  private static Set<String> names(Adapter adapter) {
    return adapter.parameters().stream()
        .map(Parameter::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void compareModules(Path file, Set<String> found, Set<String> chosen) {
    Set<String> either = new TreeSet<>(found);
    either.addAll(chosen);
    either.removeIf(name -> found.contains(name) && chosen.contains(name));
    if (!either.isEmpty()) {
      throw new InputException(
          String.format(
                  Locale.ROOT,
                  "%s: the adapter has %d tensors and lora.targets choose %d; only one of them has"
                      + " %s: make",
                  file,
                  found.size(),
                  chosen.size(),
                  either.iterator().next())
              + " lora.targets the adapter's");
    }
  }

  /** The rank of a single module can differ only by what {@code initial_adapter} gave it. */
  private static void compareShapes(
      Path file, Map<String, NDArray> found, Map<String, NDArray> wanted) {
    found.forEach(
        (name, value) -> {
          Shape shape = requireNonNull(wanted.get(name)).getShape();
          if (!value.getShape().equals(shape)) {
            throw new InputException(
                ("%s: %s has the shape %s, and %s in this run: put the file of initial_adapter back"
                        + " that the run began with")
                    .formatted(file, name, value.getShape(), shape));
          }
        });
  }

  private static void compare(Path file, String key, Number found, Number wanted) {
    if (!found.equals(wanted)) {
      throw new InputException(
          "%s: the adapter has %s %s, and lora.%s is %s: make them equal"
              .formatted(file, key, found, key, wanted));
    }
  }
}
