package org.sdvgen.testkit.golden;

import java.util.List;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;

/** Samples whose pixels and prompts nobody reads: the golden model answers with stored latents. */
public final class GoldenSamples implements Plugin {
  private static final int COLOURS = 3;

  /** The sources have no settings. */
  record NoSettings() {}

  @Override
  public List<ComponentFactory<?, ? extends DataSource>> dataSources() {
    return List.of(
        factory(
            "golden-identity",
            new SubjectPair("pair", view -> grey(view, 1), view -> grey(view, 1), "a fox", "fox")),
        factory(
            "golden-motion",
            new CaptionedVideo(
                "video", request -> grey(request.view(), request.frames()), "a field")));
  }

  private static ComponentFactory<NoSettings, DataSource> factory(String name, Sample sample) {
    return ComponentFactory.of(
        name, "One sample", NoSettings.class, (settings, context) -> new OneSample(sample));
  }

  private static PixelClip grey(View view, int frames) {
    float[] values = new float[COLOURS * frames * view.height() * view.width()];
    return new PixelClip(COLOURS, frames, view.height(), view.width(), values);
  }

  private record OneSample(Sample sample) implements DataSource {
    @Override
    public Class<? extends Sample> sampleType() {
      return sample.getClass();
    }

    @Override
    public long size() {
      return 1;
    }

    @Override
    public Sample sample(long index) {
      return sample;
    }
  }
}
