package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.sdvgen.api.backbone.AdapterTools.MergeProgress;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.lora.LoadedAdapter;
import org.sdvgen.runtime.lora.LoraFusion;
import org.sdvgen.runtime.lora.LoraModule;
import org.sdvgen.runtime.quantization.StoredQuantization;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.ShardedWriter;
import org.sdvgen.runtime.weights.TensorLayout;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;

/** A transformer's weights with an adapter added, every one in its stored precision. */
final class MergedWeights {
  private static final String WEIGHT = ".weight";

  private final LoadedAdapter adapter;
  private final Map<String, LoraModule> modules = new LinkedHashMap<>();
  private final TensorTable table;
  private final MergeProgress progress;
  private int done;

  /**
   * Prepares a merge.
   *
   * @param adapter the adapter
   * @param table the tensors that the transformer has
   * @param progress called for every weight
   */
  MergedWeights(LoadedAdapter adapter, TensorTable table, MergeProgress progress) {
    this.adapter = adapter;
    this.table = table;
    this.progress = progress;
    adapter.modules().forEach(module -> modules.put(module.path() + WEIGHT, module));
  }

  /**
   * Makes sure that there are whole weights to add to.
   *
   * @param base the checkpoint
   * @throws InputException if its weights are quantised
   */
  static void requireWhole(CheckpointFolder base) {
    try (WeightSource source = WeightFiles.open(base.transformer())) {
      StoredQuantization.of(source)
          .ifPresent(
              stored -> {
                throw new InputException(
                    "%s holds weights quantised to %s, to which nothing can be added without loss: set backbone.checkpoint to the model that it was made of, and quantise the merged one with sdvgen quantize"
                        .formatted(base.root(), EnumWord.of(stored.format())));
              });
    }
  }

  /**
   * Reads, adds and writes.
   *
   * @param base the folder of the base weights
   * @param target the checkpoint that takes the sum
   */
  void write(Path base, CheckpointFolder target) {
    try (WeightSource source = WeightFiles.open(base)) {
      table.check(source.description(), source.shapes());
      Map<String, TensorLayout> layouts = new LinkedHashMap<>();
      source
          .entries()
          .forEach(
              (name, entry) -> layouts.put(name, new TensorLayout(entry.type(), entry.shape())));
      new ShardedWriter(
              target.transformer(), CheckpointFolder.TRANSFORMER_STEM, ShardedWriter.SHARD_BYTES)
          .write(
              layouts,
              Map.of(),
              (name, sink) -> {
                try (NDManager manager = Devices.newManager(Devices.cpu())) {
                  sink.write(merged(manager, source, name));
                }
                progress.merged(++done, layouts.size());
              });
    }
  }

  private NDArray merged(NDManager manager, WeightSource source, String name) {
    NDArray stored = source.readAsStored(manager, name);
    LoraModule module = modules.get(name);
    if (module == null) {
      return stored;
    }
    try (stored) {
      return LoraFusion.fuse(
          manager,
          stored,
          tensor(module.nameA()),
          tensor(module.nameB()),
          adapter.config().scale());
    }
  }

  private NDArray tensor(String name) {
    return Objects.requireNonNull(adapter.tensors().get(name), name);
  }
}
