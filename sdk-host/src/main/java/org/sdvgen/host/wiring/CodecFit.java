package org.sdvgen.host.wiring;

import java.util.stream.LongStream;
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
import org.sdvgen.host.config.FitConfig;
import org.sdvgen.host.config.FitSettings;

/** Fits a codec to the first clips of a data source. */
final class CodecFit {
  private final FitConfig config;
  private final ComponentContext context;

  /**
   * A fit.
   *
   * @param config what to fit to what
   * @param context what the components may use
   */
  CodecFit(FitConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  CodecFitting run() {
    FitSettings settings = config.settings();
    try (DataSource data = config.data().create(context)) {
      if (!CaptionedVideo.class.isAssignableFrom(data.sampleType())) {
        throw new InputException(
            "fit.data.name = %s gives samples of the kind %s; fitting a codec takes CaptionedVideo"
                .formatted(config.data().name(), data.sampleType().getSimpleName()));
      }
      int count = (int) Math.min(settings.samples(), data.size());
      Iterable<PixelClip> clips =
          () -> LongStream.range(0, count).mapToObj(index -> clip(data, index)).iterator();
      CodecFitter.Fit fit = config.codec().create(context).fit(clips, settings.output());
      return new CodecFitting(settings.output(), count, fit);
    }
  }

  private PixelClip clip(DataSource data, long index) {
    FitSettings settings = config.settings();
    View view = View.whole(settings.height(), settings.width(), Fit.COVER);
    ClipRequest request = new ClipRequest(view, settings.frames(), settings.fps(), 0);
    return ((CaptionedVideo) data.sample(index)).video().read(request);
  }
}
