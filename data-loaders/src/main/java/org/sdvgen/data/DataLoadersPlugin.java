package org.sdvgen.data;

import java.util.List;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.data.toyworld.ToyWorldConfig;
import org.sdvgen.data.toyworld.ToyWorldSource;

/**
 * Brings the data sources {@code subject-pairs}, {@code captioned-videos} and {@code toy-world}.
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
}
