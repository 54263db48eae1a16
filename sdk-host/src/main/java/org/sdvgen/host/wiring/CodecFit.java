package org.sdvgen.host.wiring;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.host.CodecFitting;
import org.sdvgen.host.config.ConfiguredFit;
import org.sdvgen.host.config.FitSettings;

/** Fits a codec to the first clips of a data source. */
public final class CodecFit {
  private final ConfiguredFit config;
  private final ComponentContext context;

  /**
   * A fit.
   *
   * @param config codec and data
   * @param context the services that the components may use
   */
  public CodecFit(ConfiguredFit config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  /**
   * Fits the codec.
   *
   * @param progress is told how far the fit is
   * @param stopRequested asked often
   * @return the codec; empty if the fit was stopped
   */
  public Optional<CodecFitting> run(CodecFitter.Progress progress, BooleanSupplier stopRequested) {
    FitSettings settings = config.settings();
    try (DataSource data = config.data().create(context)) {
      if (!CaptionedVideo.class.isAssignableFrom(data.sampleType())) {
        throw new InputException(
            "fit.data.name = %s gives samples of the kind %s; fitting a codec takes CaptionedVideo"
                .formatted(config.data().name(), data.sampleType().getSimpleName()));
      }
      if (data.size() < 2) {
        throw new InputException(
            "fit.data has one clip; a fit takes at least two, one of which the codec is judged by");
      }
      // A fifth of few clips is held out, at least one.
      int heldOut = (int) Math.min(settings.heldOut(), Math.max(1, data.size() / 5));
      int count = (int) Math.min(settings.samples(), data.size() - heldOut);
      CodecFitter.Request request =
          new CodecFitter.Request(
              clips(data, 0, count),
              clips(data, count, heldOut),
              settings.output(),
              progress,
              stopRequested);
      return config
          .codec()
          .create(context)
          .fit(request)
          .map(fit -> new CodecFitting(settings.output(), count, heldOut, fit));
    }
  }

  /** Clips that are read whenever they are asked for: all together may be larger than memory. */
  private List<PixelClip> clips(DataSource data, int first, int count) {
    return new AbstractList<>() {
      @Override
      public PixelClip get(int index) {
        return clip(data, first + Objects.checkIndex(index, count));
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  private PixelClip clip(DataSource data, long index) {
    FitSettings settings = config.settings();
    View view = View.whole(settings.height(), settings.width(), Fit.COVER);
    ClipRequest request = new ClipRequest(view, settings.frames(), settings.fps(), 0);
    return ((CaptionedVideo) data.sample(index)).video().read(request);
  }
}
