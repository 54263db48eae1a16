package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/** An autoencoder of videos in its own units: latents are not scaled here. */
public final class VideoAutoencoder implements AutoCloseable {
  private final NDManager manager;
  private final VaeSettings settings;
  private final TorchProgram program;
  private final Map<String, NDArray> weights;

  private VideoAutoencoder(
      NDManager manager, VaeNetwork network, VaeSettings settings, Map<String, NDArray> weights) {
    this.manager = manager;
    this.settings = settings;
    this.weights = network.dictionary(manager, weights, settings.precision());
    program = network.compile();
  }

  /**
   * Loads an autoencoder.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param folder {@code vae/} of a checkpoint
   * @param network its script, tensors and numbers
   * @param settings how it is computed
   * @return the autoencoder; the caller closes it
   * @throws org.sdvgen.api.error.InputException if the weights do not fit the network
   */
  public static VideoAutoencoder load(
      NDManager parent, Path folder, VaeNetwork network, VaeSettings settings) {
    try (WeightSource source = WeightFiles.open(folder)) {
      return load(parent, source, network, settings);
    }
  }

  /**
   * Loads an autoencoder from an open source.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param source its weights; stays the caller's
   * @param network its script, tensors and numbers
   * @param settings how it is computed
   * @return the autoencoder; the caller closes it
   * @throws org.sdvgen.api.error.InputException if the weights do not fit the network
   */
  public static VideoAutoencoder load(
      NDManager parent, WeightSource source, VaeNetwork network, VaeSettings settings) {
    NDManager owner = parent.newSubManager();
    try {
      Map<String, NDArray> weights =
          Weights.load(owner, source, network.table(), settings.precision());
      return new VideoAutoencoder(owner, network, settings, weights);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * Encodes videos.
   *
   * @param results owns the result
   * @param pixels (B, C, F, H, W), fp32 in [-1, 1]
   * @return the latents' distribution
   */
  public Moments encode(NDManager results, NDArray pixels) {
    NDList moments = perSample(results, pixels, sample -> encodeAtOnce(results, sample));
    return new Moments(moments.get(0), moments.get(1));
  }

  /**
   * Decodes latents.
   *
   * @param results owns the result
   * @param latents (B, c, f, h, w), fp32
   * @return (B, C, F, H, W), fp32, not clamped
   */
  public NDArray decode(NDManager results, NDArray latents) {
    return perSample(results, latents, sample -> decodeAtOnce(results, sample)).singletonOrThrow();
  }

  private NDList encodeAtOnce(NDManager results, NDArray pixels) {
    Shape shape = pixels.getShape();
    Optional<TileGrid> tiles =
        settings.tiling().flatMap(tiling -> tiling.encoding(shape.get(3), shape.get(4)));
    return call(results, "encode", pixels, tiles);
  }

  private NDList decodeAtOnce(NDManager results, NDArray latents) {
    Shape shape = latents.getShape();
    Optional<TileGrid> tiles =
        settings.tiling().flatMap(tiling -> tiling.decoding(shape.get(3), shape.get(4)));
    return call(results, "decode", latents, tiles);
  }

  private NDList call(NDManager results, String method, NDArray input, Optional<TileGrid> tiles) {
    Arguments arguments = Arguments.of(input).dict(weights);
    if (tiles.isEmpty()) {
      return program.call(results, method, arguments);
    }
    try (NDArray numbers = results.create(tiles.get().numbers())) {
      return program.call(results, method + "_tiled", arguments.tensor(numbers));
    }
  }

  /** Runs a network on the samples of a batch one by one, or on all at once. */
  private NDList perSample(NDManager results, NDArray batch, Function<NDArray, NDList> network) {
    long size = batch.getShape().get(0);
    if (!settings.slicing() || size == 1) {
      return network.apply(batch);
    }
    try (NDManager scope = results.newSubManager()) {
      NDList joined = new NDList();
      for (long i = 0; i < size; i++) {
        NDArray sample = batch.get(i + ":" + (i + 1));
        sample.attach(scope);
        NDList outputs = network.apply(sample);
        outputs.attach(scope);
        append(joined, outputs);
      }
      joined.attach(results);
      return joined;
    }
  }

  /** Puts a sample's results behind those of the samples before it. */
  private static void append(NDList joined, NDList outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      if (joined.size() == i) {
        joined.add(outputs.get(i));
      } else {
        joined.set(i, NDArrays.concat(new NDList(joined.get(i), outputs.get(i))));
      }
    }
  }

  @Override
  public void close() {
    program.close();
    manager.close();
  }
}
