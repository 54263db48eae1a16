package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.error.InputException;

/** The part of an adapter that a format can hold, and how much is left out. */
public final class AdapterSelection {
  private final AdapterFormat format;
  private final LoadedAdapter adapter;
  private final List<LoraModule> taken = new ArrayList<>();
  private final List<LoraModule> left = new ArrayList<>();

  /**
   * Divides an adapter's modules.
   *
   * @param format the format to write
   * @param adapter the adapter
   * @throws InputException if the format takes none of its modules
   */
  public AdapterSelection(AdapterFormat format, LoadedAdapter adapter) {
    this.format = format;
    this.adapter = adapter;
    adapter.modules().forEach(module -> (format.takes().test(module) ? taken : left).add(module));
    if (taken.isEmpty()) {
      throw new InputException(
          "programs that read the format %s take none of the adapter's modules, %s: choose another format"
              .formatted(format.name(), names(left)));
    }
  }

  private static String names(List<LoraModule> modules) {
    return String.join(", ", modules.stream().map(LoraModule::path).toList());
  }

  /** Returns the tensors of the modules that are written, by name. */
  public Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (LoraModule module : taken) {
      tensors.put(module.nameA(), tensor(module.nameA()));
      tensors.put(module.nameB(), tensor(module.nameB()));
    }
    return tensors;
  }

  private NDArray tensor(String name) {
    return Objects.requireNonNull(adapter.tensors().get(name), name);
  }

  /** Returns the settings with targets that take just the modules that are written. */
  public LoraSettings config() {
    LoraSettings config = adapter.config();
    if (left.isEmpty()) {
      return config;
    }
    List<String> targets =
        config.targets().stream()
            .filter(target -> taken.stream().anyMatch(module -> module.isTakenBy(target)))
            .toList();
    boolean takeOthers =
        targets.stream().anyMatch(target -> left.stream().anyMatch(m -> m.isTakenBy(target)));
    return new LoraSettings(
        config.rank(),
        config.alpha(),
        config.dropout(),
        takeOthers ? taken.stream().map(LoraModule::path).toList() : targets);
  }

  /**
   * Describes the modules that are left out and their share: the Frobenius norm of the update that
   * these modules add to their weights, against that of all modules.
   *
   * @return a sentence for the user; empty if all is written
   */
  public Optional<String> notice() {
    if (left.isEmpty()) {
      return Optional.empty();
    }
    double out = squares(left);
    double all = out + squares(taken);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "programs that read the format %s cannot take %d of the adapter's %d modules, which are"
                + " left out: %s; they are %.1f %% of what the adapter adds to the weights (by the"
                + " norm of B A)",
            format.name(),
            left.size(),
            adapter.modules().size(),
            names(left),
            all == 0 ? 0 : 100 * Math.sqrt(out / all)));
  }

  /** The sum of the squares of B A over modules; the common scale does not matter. */
  private double squares(List<LoraModule> modules) {
    return modules.stream().mapToDouble(this::squares).sum();
  }

  /** The trace of (B A)(B A)' as the sum over B'B times A A', which are as small as the rank. */
  private double squares(LoraModule module) {
    NDArray a = tensor(module.nameA());
    NDArray b = tensor(module.nameB());
    try (NDManager scope = a.getManager().newSubManager()) {
      a.tempAttach(scope);
      b.tempAttach(scope);
      long rank = a.getShape().get(0);
      NDArray narrow = a.reshape(rank, module.fanIn());
      NDArray wide = b.reshape(module.weight().get(0), rank);
      return wide.transpose().matMul(wide).mul(narrow.matMul(narrow.transpose())).sum().getFloat();
    }
  }
}
