package org.sdvgen.data.codec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * The codec {@code linear}: blocks of pixels on their principal components. It has no posterior. It
 * is small, exact and fast, for tiny models of small pictures; compare {@code linear.py}.
 */
public final class LinearCodec implements LatentCodec {
  static final String MEAN = "mean";
  static final String BASIS = "basis";
  static final String SCALE = "scale";

  /** Metadata of the file: height and width of a block. */
  static final String SPATIAL = "spatial_factor";

  /** Metadata of the file: frames of a block. */
  static final String TEMPORAL = "temporal_factor";

  private final NDManager manager;
  private final TorchProgram program;
  private final Map<String, NDArray> weights;
  private final LatentGeometry geometry;

  /**
   * A codec of given components.
   *
   * @param manager owns the weights, closed with the codec
   * @param weights mean (D), basis (D, c) and scale (c)
   * @param geometry height, width and frames of a block, c channels
   */
  LinearCodec(NDManager manager, Map<String, NDArray> weights, LatentGeometry geometry) {
    this.manager = manager;
    this.weights = Map.copyOf(weights);
    this.geometry = geometry;
    program = newProgram();
  }

  static TorchProgram newProgram() {
    return TorchProgram.compile(Script.resource(LinearCodec.class, "linear"));
  }

  /**
   * Reads a fitted codec.
   *
   * @param settings file and device
   * @return the codec; the caller closes it
   * @throws InputException if the file is not one of this codec
   */
  public static LinearCodec load(LinearCodecSettings settings) {
    NDManager manager = Devices.newManager(Devices.of(settings.device()));
    try (SafetensorsFile file = SafetensorsFile.open(settings.file())) {
      Shape basis = shape(file, settings.file(), BASIS);
      int spatial = factor(file, settings.file(), SPATIAL);
      int temporal = factor(file, settings.file(), TEMPORAL);
      LatentGeometry geometry =
          new LatentGeometry(Math.toIntExact(basis.getLastDimension()), spatial, temporal);
      Map<String, Shape> expected = shapes(geometry);
      Map<String, NDArray> weights = new LinkedHashMap<>();
      for (Map.Entry<String, Shape> entry : expected.entrySet()) {
        if (!shape(file, settings.file(), entry.getKey()).equals(entry.getValue())) {
          throw notACodec(settings.file(), entry.getKey() + " is not " + entry.getValue());
        }
        weights.put(entry.getKey(), file.read(manager, entry.getKey(), Precision.FP32));
      }
      return new LinearCodec(manager, weights, geometry);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static Map<String, Shape> shapes(LatentGeometry geometry) {
    long values =
        (long) LinearFitSettings.COLOURS
            * geometry.temporalFactor()
            * geometry.spatialFactor()
            * geometry.spatialFactor();
    return Map.of(
        MEAN, new Shape(values),
        BASIS, new Shape(values, geometry.channels()),
        SCALE, new Shape(geometry.channels()));
  }

  private static Shape shape(SafetensorsFile file, Path path, String name) {
    Shape shape = file.shapes().get(name);
    if (shape == null || shape.dimension() == 0) {
      throw notACodec(path, "it has no tensor " + name);
    }
    return shape;
  }

  private static int factor(SafetensorsFile file, Path path, String key) {
    String text = file.metadata().getOrDefault(key, "");
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw notACodec(path, "its metadata has no " + key);
    }
    return Integer.parseInt(text);
  }

  private static InputException notACodec(Path path, String reason) {
    return new InputException(
        "codec.file: %s is not a linear codec (%s); make one with sdvgen fit-codec"
            .formatted(path, reason));
  }

  @Override
  public LatentGeometry geometry() {
    return geometry;
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    checkPixels(pixels.getShape());
    Arguments arguments =
        Arguments.of(pixels)
            .dict(weights)
            .scalar(geometry.spatialFactor())
            .scalar(geometry.temporalFactor());
    NDArray latents = program.callOne(pixels.getManager(), "encode", arguments);
    return new LatentDistribution(latents, latents.zerosLike());
  }

  private void checkPixels(Shape shape) {
    boolean fits =
        shape.dimension() == 5
            && shape.get(1) == LinearFitSettings.COLOURS
            && (shape.get(2) - 1) % geometry.temporalFactor() == 0
            && shape.get(3) % geometry.spatialFactor() == 0
            && shape.get(4) % geometry.spatialFactor() == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels must be (B, 3, %dN+1, H, W) with H and W multiples of %d, not %s",
              geometry.temporalFactor(),
              geometry.spatialFactor(),
              shape));
    }
  }

  @Override
  public NDArray decode(NDArray latents) {
    Arguments arguments =
        Arguments.of(latents)
            .dict(weights)
            .scalar(LinearFitSettings.COLOURS)
            .scalar(geometry.spatialFactor())
            .scalar(geometry.temporalFactor());
    return program.callOne(latents.getManager(), "decode", arguments);
  }

  @Override
  public void close() {
    program.close();
    manager.close();
  }
}
