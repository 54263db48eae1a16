package org.sdvgen.host;

import java.util.List;
import java.util.function.LongFunction;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.testkit.FakePlugin.NoSettings;

/**
 * A plugin with one data source, whose samples a test makes.
 *
 * @param name what configurations call the source
 * @param sampleType the kind of its samples
 * @param size how many
 * @param samples makes one by its number
 */
public record OwnSource<S extends Sample>(
    String name, Class<S> sampleType, long size, LongFunction<S> samples)
    implements Plugin, DataSource {
  @Override
  public List<ComponentFactory<?, ? extends DataSource>> dataSources() {
    return List.of(
        ComponentFactory.of(name, "A test's samples", NoSettings.class, (config, context) -> this));
  }

  @Override
  public Sample sample(long index) {
    return samples.apply(index);
  }
}
