package org.sdvgen.runtime.vae;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.MemoryOutline.Clip;
import org.sdvgen.api.backbone.MemoryOutline.Work;

/**
 * The memory and the work of an autoencoder of causal convolutions, from its tensors' shapes and
 * the resolutions that {@link Autoencoder#scale} gives them.
 *
 * @param autoencoder the autoencoder
 * @param settings how it is computed
 */
public record CodecMemory(Autoencoder autoencoder, VaeSettings settings) {
  /**
   * Multiples of a residual layer's input and output that are in memory at most at one time,
   * counted with PyTorch's profiler: the input, its norm, what stands before it in time, the
   * product.
   */
  private static final double LAYER = 3;

  private static final int TIME = 2;
  private static final int KERNEL_AXES = 3;

  /** Returns the bytes of the weights. */
  public long weights() {
    return autoencoder.network().table().required().values().stream()
        .mapToLong(shape -> shape.size() * settings.precision().bytes())
        .sum();
  }

  /**
   * Encoding of clips.
   *
   * @param clip their sizes
   * @return activations and operations; empty if a convolution's resolution is not known
   */
  public Optional<Work> encode(Clip clip) {
    Optional<TileGrid> tiles =
        settings.tiling().flatMap(tiling -> tiling.encoding(clip.height(), clip.width()));
    int unit = autoencoder.encodingTileUnit();
    long rows = tiles.map(tile -> tile.rows() * unit).orElse((long) clip.height());
    long columns = tiles.map(tile -> tile.columns() * unit).orElse((long) clip.width());
    double overlap =
        tiles
            .map(
                tile ->
                    share(tile.rows(), tile.strideRows())
                        * share(tile.columns(), tile.strideColumns()))
            .orElse(1.0);
    long pixels = pixels(clip) * (Float.BYTES + settings.precision().bytes());
    return work(clip, false, Math.min(rows, clip.height()), Math.min(columns, clip.width()))
        .map(work -> new Work(work.bytes() + pixels, work.operations() * overlap));
  }

  /**
   * Decoding of clips.
   *
   * @param clip their sizes
   * @return activations and operations; empty if a convolution's resolution is not known
   */
  public Optional<Work> decode(Clip clip) {
    int factor = autoencoder.geometry().spatialFactor();
    Optional<TileGrid> tiles =
        settings
            .tiling()
            .flatMap(tiling -> tiling.decoding(clip.height() / factor, clip.width() / factor));
    long rows = tiles.map(tile -> tile.rows() * factor).orElse((long) clip.height());
    long columns = tiles.map(tile -> tile.columns() * factor).orElse((long) clip.width());
    double overlap =
        tiles
            .map(
                tile ->
                    share(tile.rows(), tile.strideRows())
                        * share(tile.columns(), tile.strideColumns()))
            .orElse(1.0);
    int bytes = settings.precision().bytes();
    // The finished tiles lie beside the one that is computed; in the end the whole clip is there
    // in the network's precision and in fp32.
    long finished = pixels(clip) * bytes;
    long whole = pixels(clip) * (bytes + Float.BYTES);
    return work(clip, true, Math.min(rows, clip.height()), Math.min(columns, clip.width()))
        .map(
            work ->
                new Work(Math.max(work.bytes() + finished, whole), work.operations() * overlap));
  }

  private static double share(long size, long stride) {
    return (double) size / Math.min(size, Math.max(1, stride));
  }

  private long pixels(Clip clip) {
    long each = (long) autoencoder.pixelChannels() * clip.frames() * clip.height() * clip.width();
    return settings.slicing() ? each : each * clip.samples();
  }

  private Optional<Work> work(Clip clip, boolean decodes, long rows, long columns) {
    int together = settings.slicing() ? 1 : clip.samples();
    int atOnce = Math.min(clip.frames(), autoencoder.framesAtOnce(clip.frames()));
    double carried = 0;
    double largest = 0;
    double operations = 0;
    for (Map.Entry<String, Shape> tensor : autoencoder.network().table().required().entrySet()) {
      Shape shape = tensor.getValue();
      String name = tensor.getKey();
      if (autoencoder.decodes(name) == decodes && shape.dimension() > KERNEL_AXES) {
        Optional<Autoencoder.Scale> scale = autoencoder.scale(name);
        if (scale.isEmpty()) {
          return Optional.empty();
        }
        double plane = (double) rows * columns / Math.pow(scale.get().space(), 2);
        double frames = Math.ceil((double) atOnce / scale.get().time());
        double all = (double) clip.frames() / scale.get().time();
        double whole = (double) clip.height() * clip.width() / Math.pow(scale.get().space(), 2);
        operations += 2.0 * shape.size() * whole * all * clip.samples();
        boolean causal = shape.dimension() > 4 && shape.get(TIME) > 1;
        if (causal) {
          carried += (shape.get(TIME) - 1) * shape.get(1) * plane;
          double kept = autoencoder.keptInputs() * shape.get(1);
          double layer = LAYER * (shape.get(0) + shape.get(1)) + kept;
          largest = Math.max(largest, layer * frames * plane);
        }
      }
    }
    double bytes = (carried + largest) * together * settings.precision().bytes();
    return Optional.of(new Work(Math.round(bytes), operations));
  }
}
