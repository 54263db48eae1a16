package org.sdvgen.host.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.data.Fit;

/**
 * The settings of a track besides its objective and its data; read from {@code track.<track>.*}.
 *
 * @param batchSize samples of one optimizer step
 * @param microBatchSize samples that go through the model at once; the whole batch if empty
 * @param height height in pixels; the backbone's native height if empty
 * @param width width in pixels; the backbone's native width if empty
 * @param buckets sizes in place of height and width; each sample is read at the one nearest in
 *     shape
 * @param frames frames of a clip; the backbone's native length if empty
 * @param fps frames per second; the backbone's native rate if empty
 * @param fit how pictures of another shape are brought to this one
 * @param heldOut how many samples at the end of the data source are never trained on
 * @param maxSamples how many samples are trained on at most, from the first on; all if empty
 * @param analysisBatchSize samples of the gradient analysis; as many as {@code batch_size} if empty
 */
public record TrackSettings(
    @Setting(doc = "Samples of one optimizer step", defaultValue = "1") int batchSize,
    @Setting(
            doc =
                "Samples that go through the model at once; auto: as many as the memory plan has"
                    + " room for when the run begins (default: the whole batch)")
        Optional<MicroBatchSize> microBatchSize,
    @Setting(doc = "Height in pixels (default: the backbone's)") Optional<Integer> height,
    @Setting(doc = "Width in pixels (default: the backbone's)") Optional<Integer> width,
    @Setting(
            doc =
                "Sizes such as 720x480, 480x720 in place of height and width: each sample is read"
                    + " at the one nearest in shape",
            defaultValue = "")
        List<FrameSize> buckets,
    @Setting(doc = "Frames of a clip (default: the backbone's)") Optional<Integer> frames,
    @Setting(doc = "Frames per second (default: the backbone's)") Optional<Double> fps,
    @Setting(doc = "The way in which other shapes are brought to this one", defaultValue = "cover")
        Fit fit,
    @Setting(doc = "Samples at the end of the data that are never trained on", defaultValue = "0")
        int heldOut,
    @Setting(doc = "Samples trained on, from the data's first on (default: all)")
        Optional<Integer> maxSamples,
    @Setting(
            doc = "Samples of one gradient in the gradient analysis (default: batch_size)",
            decidesResult = false)
        Optional<Integer> analysisBatchSize) {
  /** More shapes than this would leave most steps with samples of several. */
  private static final int MAX_BUCKETS = 64;

  /** Checks the ranges. */
  public TrackSettings {
    positive("batch_size", Optional.of(batchSize));
    positive("height", height);
    positive("width", width);
    positive("frames", frames);
    positive("fps", fps);
    positive("max_samples", maxSamples);
    positive("analysis_batch_size", analysisBatchSize);
    buckets = List.copyOf(buckets);
    if (!buckets.isEmpty() && (height.isPresent() || width.isPresent())) {
      throw new IllegalArgumentException(
          "buckets take the place of height and width: leave one out");
    }
    if (buckets.size() > MAX_BUCKETS) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "at most %d buckets, not %d", MAX_BUCKETS, buckets.size()));
    }
    if (heldOut < 0) {
      throw new IllegalArgumentException("held_out must not be negative: " + heldOut);
    }
    int most = batchSize;
    int micro = microBatchSize.map(size -> size.samples().orElse(most)).orElse(most);
    if (micro > batchSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "micro_batch_size must not be above batch_size: %d and %d",
              micro,
              batchSize));
    }
  }

  private static void positive(String key, Optional<? extends Number> value) {
    if (value.isPresent() && !(value.get().doubleValue() > 0)) {
      throw new IllegalArgumentException(key + " must be above 0, not " + value.get());
    }
  }
}
