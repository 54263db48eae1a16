package org.sdvgen.data.codec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/**
 * Fits the codec {@code linear}: principal components of all blocks of some clips, in double
 * precision.
 */
public final class LinearCodecFitter implements CodecFitter {
  /** Values lie in [-1, 1]. */
  private static final double PEAK = 2;

  private final LatentGeometry geometry;

  /**
   * A fitter.
   *
   * @param config the wanted geometry
   */
  public LinearCodecFitter(LinearFitConfig config) {
    geometry = config.geometry();
  }

  @Override
  public Fit fit(Iterable<PixelClip> clips, Path file) {
    try (NDManager manager = Devices.newManager(Devices.cpu());
        TorchProgram program = LinearCodec.newProgram()) {
      Map<String, NDArray> weights = weights(manager, program, clips);
      SafetensorsWriter.write(
          file,
          weights,
          Map.of(
              LinearCodec.SPATIAL, Integer.toString(geometry.spatialFactor()),
              LinearCodec.TEMPORAL, Integer.toString(geometry.temporalFactor())));
      return measure(manager, program, weights, clips);
    }
  }

  private Map<String, NDArray> weights(
      NDManager manager, TorchProgram program, Iterable<PixelClip> clips) {
    int side = geometry.spatialFactor();
    int values = LinearFitConfig.COLOURS * geometry.temporalFactor() * side * side;
    NDArray count = manager.zeros(new Shape(), DataType.FLOAT64);
    NDArray total = manager.zeros(new Shape(values), DataType.FLOAT64);
    NDArray products = manager.zeros(new Shape(values, values), DataType.FLOAT64);
    for (PixelClip clip : clips) {
      check(clip);
      try (NDManager scope = manager.newSubManager()) {
        Arguments arguments =
            Arguments.of(PixelClip.stack(List.of(clip), scope))
                .tensor(count)
                .tensor(total)
                .tensor(products)
                .scalar(side)
                .scalar(geometry.temporalFactor());
        program.call(scope, "accumulate", arguments);
      }
    }
    Arguments sums = Arguments.of(count).tensor(total).tensor(products);
    NDList found = program.call(manager, "components", sums.scalar(geometry.channels()));
    return Map.of(
        LinearCodec.MEAN, found.get(0),
        LinearCodec.BASIS, found.get(1),
        LinearCodec.SCALE, found.get(2));
  }

  private void check(PixelClip clip) {
    if ((clip.frames() - 1) % geometry.temporalFactor() != 0
        || clip.height() % geometry.spatialFactor() != 0
        || clip.width() % geometry.spatialFactor() != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              ("clips of %d frames of %dx%d (width x height) do not fit blocks of %d frames and %dx%d"
                  + " pixels: frames must be %dN+1, sizes multiples of %d"),
              clip.frames(),
              clip.width(),
              clip.height(),
              geometry.temporalFactor(),
              geometry.spatialFactor(),
              geometry.spatialFactor(),
              geometry.temporalFactor(),
              geometry.spatialFactor()));
    }
  }

  private Fit measure(
      NDManager manager,
      TorchProgram program,
      Map<String, NDArray> weights,
      Iterable<PixelClip> clips) {
    double[] squares = new double[2];
    long[] values = new long[2];
    try (LinearCodec codec = new LinearCodec(manager.newSubManager(), weights, geometry)) {
      for (PixelClip clip : clips) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray pixels = PixelClip.stack(List.of(clip), scope);
          NDArray decoded = codec.decode(codec.encode(pixels).mean());
          Arguments arguments = Arguments.of(pixels).tensor(decoded);
          double[] sums = program.callOne(scope, "squared_errors", arguments).toDoubleArray();
          squares[0] += sums[0];
          squares[1] += sums[1];
        }
        long plane = (long) clip.channels() * clip.height() * clip.width();
        values[0] += plane;
        values[1] += plane * (clip.frames() - 1);
      }
    }
    return new Fit(geometry, psnr(squares[0], values[0]), psnr(squares[1], values[1]));
  }

  private static double psnr(double squares, long values) {
    return values == 0 ? Double.NaN : 10 * Math.log10(PEAK * PEAK * values / squares);
  }
}
