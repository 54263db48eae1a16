package org.sdvgen.data;

import java.util.List;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.data.codec.LinearCodec;
import org.sdvgen.data.codec.LinearCodecConfig;
import org.sdvgen.data.codec.LinearCodecFitter;
import org.sdvgen.data.codec.LinearFitConfig;
import org.sdvgen.data.toyworld.ToyWorldConfig;
import org.sdvgen.data.toyworld.ToyWorldSource;

/**
 * Brings the data sources {@code subject-pairs}, {@code captioned-videos} and {@code toy-world},
 * and the codec {@code linear}.
 */
public final class DataLoadersPlugin implements Plugin {
  /** For {@link java.util.ServiceLoader}. */
  public DataLoadersPlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends DataSource>> dataSources() {
    return List.of(
        ComponentFactory.of(
            "subject-pairs",
            "Pairs of pictures of one subject, listed in a JSONL or CSV file",
            SubjectPairsConfig.class,
            SubjectPairs::load),
        ComponentFactory.of(
            "captioned-videos",
            "Videos with captions: a folder, or a JSONL or CSV file that lists them",
            CaptionedVideosConfig.class,
            CaptionedVideos::load),
        ComponentFactory.of(
            "toy-world",
            "Pairs or clips of drawn subjects, without end, from a seed",
            ToyWorldConfig.class,
            (config, context) -> new ToyWorldSource(config)));
  }

  @Override
  public List<ComponentFactory<?, ? extends LatentCodec>> latentCodecs() {
    return List.of(
        ComponentFactory.of(
            "linear",
            "Blocks of pixels on their principal components, fitted by sdvgen fit-codec",
            LinearCodecConfig.class,
            (config, context) -> LinearCodec.load(config)));
  }

  @Override
  public List<ComponentFactory<?, ? extends CodecFitter>> codecFitters() {
    return List.of(
        ComponentFactory.of(
            "linear",
            "Principal components of blocks of pixels",
            LinearFitConfig.class,
            (config, context) -> new LinearCodecFitter(config)));
  }
}
