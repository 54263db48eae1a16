package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sdvgen.api.backbone.AdapterSummary;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.Fingerprint;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.AdapterReach;
import org.sdvgen.runtime.lora.AdapterSelection;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.lora.AdapterWriter;
import org.sdvgen.runtime.lora.LoadedAdapter;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.TensorTable;

/** The adapters of a checkpoint's transformer. */
final class CheckpointAdapters implements AdapterTools {
  private final CheckpointFolder checkpoint;
  private final TensorTable table;
  private final AdapterTraits traits;

  /**
   * The tools of a checkpoint.
   *
   * @param checkpoint the checkpoint; converting does not read its weights
   * @param transformer the network that is adapted
   */
  CheckpointAdapters(CheckpointFolder checkpoint, NetworkDefinition transformer) {
    this.checkpoint = checkpoint;
    table = transformer.table();
    traits = transformer.adapters();
  }

  /** An adapter with the settings that it is used with. */
  private record Understood(
      LoadedAdapter adapter, Map<String, String> settings, List<String> notices) {}

  @Override
  public List<String> formats() {
    return traits.formats().stream().map(AdapterFormat::name).toList();
  }

  @Override
  public AdapterSummary describe(Path adapter, AdapterFallback fallback) {
    return with(
        adapter,
        fallback,
        found -> {
          LoadedAdapter loaded = found.adapter();
          return new AdapterSummary(
              loaded.format(),
              loaded.config(),
              loaded.modules().size(),
              loaded.tensors().values().stream().mapToLong(NDArray::size).sum(),
              loaded.exact().word(),
              found.settings(),
              loaded.metadata(),
              found.notices());
        });
  }

  @Override
  public List<String> convert(Path adapter, AdapterFallback fallback, String format, Path target) {
    AdapterFormat wanted = format(format);
    return with(
        adapter,
        fallback,
        found -> {
          LoadedAdapter loaded = found.adapter();
          AdapterSelection selected = new AdapterSelection(wanted, loaded);
          new AdapterWriter(wanted, loaded.exact())
              .write(
                  target,
                  selected.config(),
                  selected.tensors(),
                  found.settings(),
                  loaded.metadata());
          List<String> notices = new ArrayList<>(found.notices());
          selected.notice().ifPresent(notices::add);
          int all = loaded.modules().size();
          partial(found).ifPresent(partial -> notices.add(partial.exportNotice(all)));
          return notices;
        });
  }

  private Optional<AdapterReach.Partial> partial(Understood found) {
    return traits.reach().partial(found.adapter().modules(), found.settings());
  }

  private AdapterFormat format(String name) {
    return traits.formats().stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "adapters of this backbone have no format %s: choose one of %s"
                        .formatted(name, String.join(", ", formats()))));
  }

  @Override
  public List<String> merge(
      Path adapter, AdapterFallback fallback, Path folder, MergeProgress progress) {
    return with(
        adapter,
        fallback,
        found -> {
          checkMergeable(adapter, found);
          MergedWeights.requireWhole(checkpoint);
          CheckpointFolder copy = checkpoint.copyAllButTransformerWeights(folder);
          new MergedWeights(found.adapter(), table, progress).write(checkpoint.transformer(), copy);
          List<String> notices = new ArrayList<>(found.notices());
          String format = found.adapter().metadata().get(BASE_QUANTIZATION);
          if (format != null) {
            notices.add(
                "%s was trained beside weights quantised to %s, and is added to those that are not"
                    .formatted(adapter, format));
          }
          return notices;
        });
  }

  private void checkMergeable(Path adapter, Understood found) {
    partial(found)
        .ifPresent(
            partial -> {
              throw new InputException(adapter + " cannot be merged: " + partial.mergeObstacle());
            });
    String trainedOn = found.adapter().metadata().get(BASE_FINGERPRINT);
    String present = new Fingerprint(checkpoint.transformer()).value();
    if (trainedOn != null && !trainedOn.equals(present)) {
      throw new InputException(
          "%s was trained on the base weights %.12s…, but those of %s are %.12s…: set backbone.checkpoint to the one that it was trained on"
              .formatted(adapter, trainedOn, checkpoint.root(), present));
    }
  }

  private <T> T with(Path file, AdapterFallback fallback, Function<Understood, T> work) {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      LoadedAdapter loaded =
          AdapterFile.read(manager, file, table.shapes(), traits.names(), fallback);
      List<String> notices = new ArrayList<>(loaded.notices());
      Map<String, String> settings = traits.settings(file, loaded.settings(), notices);
      return work.apply(new Understood(loaded, settings, List.copyOf(notices)));
    }
  }
}
