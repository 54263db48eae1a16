package org.sdvgen.data.codec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.vae.CodecError;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/**
 * Fits the codec {@code linear}: principal components of all blocks of some clips, in double
 * precision.
 */
public final class LinearCodecFitter implements CodecFitter {
  private final LatentGeometry geometry;

  /**
   * A fitter.
   *
   * @param settings the wanted geometry
   */
  public LinearCodecFitter(LinearFitSettings settings) {
    geometry = settings.geometry();
  }

  @Override
  public Optional<Fit> fit(Request request) {
    check(request.clips().get(0));
    check(request.heldOut().get(0));
    try (NDManager manager = Devices.newManager(Devices.cpu());
        TorchProgram program = LinearCodec.newProgram()) {
      Optional<Map<String, NDArray>> weights = weights(manager, program, request);
      if (weights.isEmpty()) {
        return Optional.empty();
      }
      SafetensorsWriter.write(
          request.output(),
          weights.get(),
          Map.of(
              LinearCodec.SPATIAL, Integer.toString(geometry.spatialFactor()),
              LinearCodec.TEMPORAL, Integer.toString(geometry.temporalFactor())));
      try (LinearCodec codec = new LinearCodec(manager.newSubManager(), weights.get(), geometry)) {
        return Optional.of(CodecError.measure(manager, codec, request.heldOut()));
      }
    }
  }

  /** Empty if the fit is stopped: computing the sums takes seconds, so a stopped fit saves none. */
  private Optional<Map<String, NDArray>> weights(
      NDManager manager, TorchProgram program, Request request) {
    int side = geometry.spatialFactor();
    int values = LinearFitSettings.COLOURS * geometry.temporalFactor() * side * side;
    NDArray count = manager.zeros(new Shape(), DataType.FLOAT64);
    NDArray total = manager.zeros(new Shape(values), DataType.FLOAT64);
    NDArray products = manager.zeros(new Shape(values, values), DataType.FLOAT64);
    long done = 0;
    for (PixelClip clip : request.clips()) {
      if (request.stopRequested().getAsBoolean()) {
        return Optional.empty();
      }
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
      done++;
      request.progress().advanced(new Advance(done, request.clips().size(), Map.of()));
    }
    Arguments sums = Arguments.of(count).tensor(total).tensor(products);
    NDList found = program.call(manager, "components", sums.scalar(geometry.channels()));
    return Optional.of(
        Map.of(
            LinearCodec.MEAN, found.get(0),
            LinearCodec.BASIS, found.get(1),
            LinearCodec.SCALE, found.get(2)));
  }

  private void check(PixelClip clip) {
    if ((clip.frames() - 1) % geometry.temporalFactor() != 0
        || clip.height() % geometry.spatialFactor() != 0
        || clip.width() % geometry.spatialFactor() != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              ("clips of %d frames of %dx%d (width x height) do not fit blocks of %d frames and"
                  + " %dx%d pixels: frames must be %dN+1, sizes multiples of %d"),
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
}
