package org.sdvgen.objectives;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.update.KeptGradients;

/**
 * Settings of gradient surgery. The paper leaves open which buffered gradient is used and where the
 * buffers are kept: one gradient of CogVideoX-5B's adapter has 2.0 GB in fp32.
 *
 * @param probability weight p of the gradient of {@code track}; the other's is 1 - p
 * @param track the track of weight p
 * @param otherwise the track of weight 1 - p
 * @param bufferSize number of gradients kept of each track (paper: 4 and 8)
 * @param other which buffered gradient of the other track is used
 * @param dtype format of the buffers, fp32 or bf16
 * @param place where the buffers are kept
 * @param folder holds the memory-mapped files of {@code place = file}
 */
public record GradientSurgerySettings(
    @Setting(doc = "Weight p of the gradient of track", defaultValue = "0.2") double probability,
    @Setting(doc = "The track of weight p", defaultValue = "motion") String track,
    @Setting(doc = "The track of weight 1 - p", defaultValue = "identity") String otherwise,
    @Setting(doc = "Number of gradients kept of each track", defaultValue = "4") int bufferSize,
    @Setting(
            doc = "The other track's gradient: mean or latest of its buffer",
            defaultValue = "mean")
        Other other,
    @Setting(doc = "Format of the buffers: fp32 or bf16", defaultValue = "fp32") WeightFormat dtype,
    @Setting(
            doc =
                "Where the buffers are kept: device (with the model), host, or file"
                    + " (memory-mapped)",
            defaultValue = "device")
        Place place,
    @Setting(
            doc = "Folder for place = file; its files vanish when the run ends",
            decidesResult = false)
        Optional<Path> folder)
    implements KeptGradients {
  /** Tracks whose gradients are kept. */
  private static final int TRACKS = 2;

  /** Checks the ranges. */
  public GradientSurgerySettings {
    Ranges.probability("probability", probability);
    if (bufferSize < 1) {
      throw new IllegalArgumentException("buffer_size must be at least 1, not " + bufferSize);
    }
    if (dtype == WeightFormat.FP16) {
      throw new IllegalArgumentException(
          "dtype must be fp32 or bf16: small gradients are zero in fp16");
    }
    if ((place == Place.FILE) != folder.isPresent()) {
      throw new IllegalArgumentException("folder must be set where place is file, and only there");
    }
    if (track.equals(otherwise)) {
      throw new IllegalArgumentException("track and otherwise must be two tracks, not " + track);
    }
  }

  @Override
  public long bytes(long parameters) {
    long each = dtype == WeightFormat.FP32 ? Float.BYTES : Short.BYTES;
    return parameters * each * bufferSize * TRACKS;
  }

  @Override
  public Keeper keeper() {
    return switch (place) {
      case DEVICE -> Keeper.DEVICE;
      case HOST -> Keeper.HOST;
      case FILE -> Keeper.DISK;
    };
  }

  /** Which buffered gradient is used of the track that a step does not train. */
  public enum Other {
    /** The mean of its buffer. */
    MEAN,
    /** The newest of its buffer. */
    LATEST
  }

  /** Where buffers are kept. */
  public enum Place {
    /** On the parameters' device. */
    DEVICE,
    /** In the host's memory. */
    HOST,
    /** In memory-mapped files. */
    FILE
  }
}
