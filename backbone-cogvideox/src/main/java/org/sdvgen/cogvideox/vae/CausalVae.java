package org.sdvgen.cogvideox.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.cogvideox.checkpoint.VaeTensors;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/**
 * The autoencoder in its own units: latents are not scaled here. 8k + 1 frames give 2k + 1 latent
 * frames and back, 8k frames give 2k.
 */
public final class CausalVae implements AutoCloseable {
  /** Frames that go through the encoder at once; the network was trained for this. */
  private static final double FRAMES_PER_BATCH = 8;

  private static final double LATENT_FRAMES_PER_BATCH = 2;

  private final NDManager manager;
  private final VaeSettings settings;
  private final TorchProgram program;
  private final Map<String, NDArray> weights;

  private CausalVae(
      NDManager manager, VaeConfig config, VaeSettings settings, Map<String, NDArray> weights) {
    this.manager = manager;
    this.settings = settings;
    program = TorchProgram.compile(Script.resource(CausalVae.class, "vae"));
    this.weights = new LinkedHashMap<>(weights);
    NDManager host = manager.newSubManager(Devices.cpu());
    number(host, "dtype", settings.precision().scalarType());
    number(host, "norm_num_groups", config.normNumGroups());
    number(host, "norm_eps", config.normEps());
    number(host, "temporal_levels", config.temporalLevels());
    number(host, "frames_per_batch", FRAMES_PER_BATCH);
    number(host, "latent_frames_per_batch", LATENT_FRAMES_PER_BATCH);
  }

  private void number(NDManager host, String name, double value) {
    weights.put(name, host.create(value));
  }

  /**
   * Loads the autoencoder.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param folder {@code vae/} of a checkpoint
   * @param config its configuration
   * @param settings how it is computed
   * @return the autoencoder; the caller closes it
   */
  public static CausalVae load(
      NDManager parent, Path folder, VaeConfig config, VaeSettings settings) {
    NDManager owner = parent.newSubManager();
    try (WeightSource source = WeightFiles.open(folder)) {
      Map<String, NDArray> weights =
          Weights.load(owner, source, VaeTensors.of(config), settings.precision());
      return new CausalVae(owner, config, settings, weights);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /**
   * How the autoencoder is computed.
   *
   * @param precision precision of weights and activations
   * @param tiling tiles for pictures larger than they; empty for none
   * @param slicing whether the samples of a batch go through one by one
   */
  public record VaeSettings(Precision precision, Optional<Tiling> tiling, boolean slicing) {}

  /**
   * The distribution of the latents of a video.
   *
   * @param mean (B, c, f, h, w), fp32
   * @param logvar logarithm of the variance in [-30, 20], (B, c, f, h, w), fp32
   */
  public record Moments(NDArray mean, NDArray logvar) {}

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
    Optional<long[]> tile =
        settings
            .tiling()
            .filter(tiles -> tiles.cutsPixels(shape.get(3), shape.get(4)))
            .map(Tiling::encoding);
    return call(results, "encode", pixels, tile);
  }

  private NDList decodeAtOnce(NDManager results, NDArray latents) {
    Shape shape = latents.getShape();
    Optional<long[]> tile =
        settings
            .tiling()
            .filter(tiles -> tiles.cutsLatents(shape.get(3), shape.get(4)))
            .map(Tiling::decoding);
    return call(results, "decode", latents, tile);
  }

  private NDList call(NDManager results, String method, NDArray input, Optional<long[]> tile) {
    Arguments arguments = Arguments.of(input).dict(weights);
    if (tile.isEmpty()) {
      return program.call(results, method, arguments);
    }
    try (NDArray numbers = results.create(tile.get())) {
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
