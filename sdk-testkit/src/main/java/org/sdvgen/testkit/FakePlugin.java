package org.sdvgen.testkit;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;

/**
 * Brings the fakes, all of them under the name {@code fake}. A test module lists this class in its
 * own {@code META-INF/services/org.sdvgen.api.plugin.Plugin}.
 */
public final class FakePlugin implements Plugin {
  /** For {@link java.util.ServiceLoader}. */
  public FakePlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(new BackboneFactory());
  }

  /** Makes fake backbones. */
  private static final class BackboneFactory implements ComponentFactory<FakeConfig, Backbone> {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String description() {
      return "A linear model of a few dozen weights, for tests";
    }

    @Override
    public Class<FakeConfig> configType() {
      return FakeConfig.class;
    }

    @Override
    public Backbone create(FakeConfig config, ComponentContext context) {
      return new FakeBackbone(config);
    }
  }
}
