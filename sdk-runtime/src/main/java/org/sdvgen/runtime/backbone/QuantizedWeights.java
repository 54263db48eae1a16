package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.sdvgen.api.backbone.CheckpointTools.WriteProgress;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.Fingerprint;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.io.DiskSpace;
import org.sdvgen.runtime.quantization.QuantizedFormat;
import org.sdvgen.runtime.quantization.StoredQuantization;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.ShardedWriter;
import org.sdvgen.runtime.weights.TensorLayout;
import org.sdvgen.runtime.weights.TensorSink;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/** A transformer's weights with those of its linear layers quantised, one in memory at a time. */
final class QuantizedWeights {
  private final CheckpointFolder checkpoint;
  private final NetworkDefinition transformer;
  private final QuantizedFormat format;
  private final Precision precision;

  /**
   * Prepares for a checkpoint.
   *
   * @param checkpoint whose weights are read
   * @param transformer the network that they are of
   * @param format what they are quantised to
   * @param precision the precision in which this is computed
   */
  QuantizedWeights(
      CheckpointFolder checkpoint,
      NetworkDefinition transformer,
      QuantizedFormat format,
      Precision precision) {
    this.checkpoint = checkpoint;
    this.transformer = transformer;
    this.format = format;
    this.precision = precision;
  }

  /**
   * Reads, quantises and writes.
   *
   * @param target an empty folder, which takes the whole checkpoint
   * @param progress told of every tensor
   */
  void write(Path target, WriteProgress progress) {
    try (WeightSource source = WeightFiles.open(checkpoint.transformer())) {
      StoredQuantization.of(source)
          .ifPresent(
              stored -> {
                throw new InputException(
                    "%s holds weights quantised to %s already: give the model that it was made of"
                        .formatted(checkpoint.root(), EnumWord.of(stored.format())));
              });
      Set<String> quantized = transformer.quantizable(precision);
      Map<String, TensorLayout> layouts = new LinkedHashMap<>();
      Map<String, String> weightOf = new HashMap<>();
      source
          .entries()
          .forEach(
              (name, entry) -> {
                if (quantized.contains(name)) {
                  format
                      .layouts(name, entry.shape(), StoredQuantization.scaleType(precision))
                      .forEach(
                          (part, layout) -> {
                            layouts.put(part, layout);
                            weightOf.put(part, name);
                          });
                } else {
                  layouts.put(name, new TensorLayout(entry.type(), entry.shape()));
                }
              });
      long all = layouts.values().stream().mapToLong(TensorLayout::bytes).sum();
      DiskSpace.require(target, all);
      CheckpointFolder copy = checkpoint.linkAllButTransformerWeights(target);
      String fingerprint = new Fingerprint(checkpoint.transformer()).value();
      try (Parts parts = new Parts(source, weightOf, all, progress)) {
        new ShardedWriter(
                copy.transformer(), CheckpointFolder.TRANSFORMER_STEM, ShardedWriter.SHARD_BYTES)
            .write(layouts, new StoredQuantization(format, fingerprint).metadata(), parts::write);
      }
    }
  }

  /** Gives the parts of one weight after the other. */
  private final class Parts implements AutoCloseable {
    private final WeightSource source;
    private final Map<String, String> weightOf;
    private final long all;
    private final WriteProgress progress;
    private long done;
    private String weight = "";
    private NDManager owner = Devices.newManager(Devices.cpu());
    private Map<String, NDArray> parts = Map.of();

    Parts(WeightSource source, Map<String, String> weightOf, long all, WriteProgress progress) {
      this.source = source;
      this.weightOf = weightOf;
      this.all = all;
      this.progress = progress;
    }

    void write(String name, TensorSink sink) throws IOException {
      String of = weightOf.getOrDefault(name, name);
      if (!of.equals(weight)) {
        owner.close();
        owner = Devices.newManager(Devices.cpu());
        parts = weightOf.containsKey(name) ? quantized(of) : whole(of);
        weight = of;
      }
      NDArray part = Objects.requireNonNull(parts.get(name), name);
      sink.write(part);
      done += sink.bytes();
      progress.written(done, all);
    }

    private Map<String, NDArray> quantized(String name) {
      try (NDArray whole = Weights.read(owner, source, name, precision)) {
        return format.quantize(owner, name, whole);
      }
    }

    private Map<String, NDArray> whole(String name) {
      return Map.of(name, Weights.readAsStored(owner, source, name));
    }

    @Override
    public void close() {
      owner.close();
    }
  }
}
