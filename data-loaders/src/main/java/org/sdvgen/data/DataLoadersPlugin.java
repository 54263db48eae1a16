package org.sdvgen.data;

import java.util.List;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.data.codec.LinearCodec;
import org.sdvgen.data.codec.LinearCodecFitter;
import org.sdvgen.data.codec.LinearCodecSettings;
import org.sdvgen.data.codec.LinearFitSettings;
import org.sdvgen.data.pairs.SubjectPairs;
import org.sdvgen.data.pairs.SubjectPairsSettings;
import org.sdvgen.data.toyworld.ToyWorldSettings;
import org.sdvgen.data.toyworld.ToyWorldSource;
import org.sdvgen.data.toyworld.metric.ToyCopyingMetric;
import org.sdvgen.data.toyworld.metric.ToyIdentityMetric;
import org.sdvgen.data.toyworld.metric.ToyLineupSettings;
import org.sdvgen.data.toyworld.metric.ToyMetricSettings;
import org.sdvgen.data.toyworld.metric.ToyMotionMetric;
import org.sdvgen.data.toyworld.metric.ToyMotionSettings;
import org.sdvgen.data.toyworld.metric.ToyPromptMetric;
import org.sdvgen.data.toyworld.metric.ToyQualityMetric;
import org.sdvgen.data.videos.CaptionedVideos;
import org.sdvgen.data.videos.CaptionedVideosSettings;

/**
 * Brings the data sources {@code subject-pairs}, {@code captioned-videos} and {@code toy-world},
 * the codec {@code linear}, and the metrics of the toy world.
 */
public final class DataLoadersPlugin implements Plugin {
  /** For {@link java.util.ServiceLoader}. */
  public DataLoadersPlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends DataSource>> dataSources() {
    return List.of(
        ComponentFactory.of(
            "subject-pairs",
            "Pairs of pictures of one subject: a metadata file, or folders",
            SubjectPairsSettings.class,
            SubjectPairs::load),
        ComponentFactory.of(
            "captioned-videos",
            "Videos with captions: a metadata file, or a folder",
            CaptionedVideosSettings.class,
            CaptionedVideos::load),
        ComponentFactory.of(
            "toy-world",
            "Pairs or clips of drawn subjects, without end, from a seed",
            ToyWorldSettings.class,
            (settings, context) -> new ToyWorldSource(settings)));
  }

  @Override
  public List<ComponentFactory<?, ? extends LatentCodec>> latentCodecs() {
    return List.of(
        ComponentFactory.of(
            "linear",
            "Blocks of pixels on their principal components, fitted by sdvgen fit-codec",
            LinearCodecSettings.class,
            (settings, context) -> LinearCodec.load(settings)));
  }

  @Override
  public List<ComponentFactory<?, ? extends CodecFitter>> codecFitters() {
    return List.of(
        ComponentFactory.of(
            "linear",
            "Principal components of blocks of pixels",
            LinearFitSettings.class,
            (settings, context) -> new LinearCodecFitter(settings)));
  }

  @Override
  public List<ComponentFactory<?, ? extends Metric>> metrics() {
    return List.of(
        ComponentFactory.of(
            "toy-motion",
            "Whether subjects of the toy world move as the prompt says, and how far",
            ToyMotionSettings.class,
            (settings, context) -> new ToyMotionMetric(settings)),
        ComponentFactory.of(
            "toy-prompt",
            "Whether clips of the toy world show the prompt's scene and class",
            ToyMetricSettings.class,
            (settings, context) -> new ToyPromptMetric()),
        ComponentFactory.of(
            "toy-identity",
            "Whether clips of the toy world show the reference's individual",
            ToyLineupSettings.class,
            (settings, context) -> new ToyIdentityMetric(settings)),
        ComponentFactory.of(
            "toy-copying",
            "How far clips of the toy world are from repeating the reference's layout",
            ToyMetricSettings.class,
            (settings, context) -> new ToyCopyingMetric()),
        ComponentFactory.of(
            "toy-quality",
            "How well subjects of the toy world are drawn",
            ToyLineupSettings.class,
            (settings, context) -> new ToyQualityMetric(settings)));
  }
}
