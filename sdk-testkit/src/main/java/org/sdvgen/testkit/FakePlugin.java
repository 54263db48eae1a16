package org.sdvgen.testkit;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.switching.SwitchPolicy;

/**
 * Brings the fakes: backbone {@code fake}, objective {@code fake}, policy {@code alternate}, data
 * sources {@code fake-pairs} and {@code fake-videos}. A test module lists this class in its own
 * {@code META-INF/services/org.sdvgen.api.plugin.Plugin}.
 */
public final class FakePlugin implements Plugin {
  /** For {@link java.util.ServiceLoader}. */
  public FakePlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(
        ComponentFactory.of(
            "fake",
            "A linear model of a few dozen weights, for tests",
            FakeSettings.class,
            (settings, context) -> new FakeBackbone(settings)));
  }

  @Override
  public List<ComponentFactory<?, ? extends Objective>> objectives() {
    return List.of(
        ComponentFactory.of(
            "fake",
            "Text to video without a reference, for tests",
            NoSettings.class,
            (settings, context) -> new FakeObjective()));
  }

  @Override
  public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
    return List.of(
        ComponentFactory.of(
            "alternate",
            "Every track in turn, for tests",
            NoSettings.class,
            (settings, context) -> new AlternatingPolicy()));
  }

  @Override
  public List<ComponentFactory<?, ? extends DataSource>> dataSources() {
    return List.of(
        ComponentFactory.of(
            "fake-pairs",
            "Computed subject pairs, for tests",
            FakeDataSettings.class,
            (settings, context) -> FakeData.pairs(settings.size())),
        ComponentFactory.of(
            "fake-videos",
            "Computed videos, for tests",
            FakeDataSettings.class,
            (settings, context) -> FakeData.videos(settings.size())));
  }

  /** For components without settings. */
  public record NoSettings() {}
}
