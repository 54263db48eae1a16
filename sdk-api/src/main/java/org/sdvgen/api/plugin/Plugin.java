package org.sdvgen.api.plugin;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;

/**
 * The contents of a plugin jar: lists of named factories. The only type that is looked up with
 * {@link java.util.ServiceLoader}: a plugin jar holds a file {@code
 * META-INF/services/org.sdvgen.api.plugin.Plugin} with the name of its implementation, which has a
 * public constructor without parameters.
 *
 * <p>Every method has a default that brings nothing, so a plugin says only what it has, and a new
 * kind of component is one more default method that older plugins need not know.
 */
public interface Plugin {
  /** The version of a plugin that does not tell its own. */
  String UNKNOWN_VERSION = "unknown";

  /**
   * Names the plugin in listings and error messages.
   *
   * @return a short name, by default the simple name of the class
   */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * The plugin's version, which checkpoints and adapters keep.
   *
   * @return a short text, by default {@code Implementation-Version} of the jar's manifest; {@link
   *     #UNKNOWN_VERSION} if it has none
   */
  default String version() {
    Package home = getClass().getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    return version == null ? UNKNOWN_VERSION : version;
  }

  /**
   * Video models, chosen by {@code backbone.name}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of();
  }

  /**
   * Training objectives, chosen by {@code track.<track>.objective.name}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends Objective>> objectives() {
    return List.of();
  }

  /**
   * Policies that pick the track of a step, chosen by {@code switch.name}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
    return List.of();
  }

  /**
   * Rules between gradient and optimizer, listed in {@code update_rules}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends UpdateRule>> updateRules() {
    return List.of();
  }

  /**
   * Codecs that can take the place of a backbone's own, chosen by {@code codec.name}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends LatentCodec>> latentCodecs() {
    return List.of();
  }

  /**
   * Ways of making codecs' files, chosen by {@code fit.codec.name}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends CodecFitter>> codecFitters() {
    return List.of();
  }

  /**
   * Sources of training samples, chosen by {@code track.<track>.data.name}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends DataSource>> dataSources() {
    return List.of();
  }

  /**
   * Measures of generated videos, listed in {@code evaluation.metrics}.
   *
   * @return the factories
   */
  default List<ComponentFactory<?, ? extends Metric>> metrics() {
    return List.of();
  }
}
