package org.sdvgen.host.plugin;

import java.util.List;
import java.util.function.Function;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;

/**
 * A kind of component that plugins bring.
 *
 * @param type the interface of the components
 * @param label the kind in words, for messages
 * @param key the configuration key that chooses one, for listings
 * @param factories gets a plugin's components of this kind
 * @param <T> the component's type
 */
public record ComponentKind<T>(
    Class<T> type,
    String label,
    String key,
    Function<Plugin, List<ComponentFactory<?, ? extends T>>> factories) {
  /** Video models. */
  public static final ComponentKind<Backbone> BACKBONE =
      new ComponentKind<>(Backbone.class, "backbone", "backbone.name", Plugin::backbones);

  /** Codecs in place of a backbone's own. */
  public static final ComponentKind<LatentCodec> CODEC =
      new ComponentKind<>(LatentCodec.class, "latent codec", "codec.name", Plugin::latentCodecs);

  /** Ways of making codecs' files. */
  public static final ComponentKind<CodecFitter> CODEC_FITTER =
      new ComponentKind<>(
          CodecFitter.class, "codec fitter", "fit.codec.name", Plugin::codecFitters);

  /** Training objectives. */
  public static final ComponentKind<Objective> OBJECTIVE =
      new ComponentKind<>(
          Objective.class, "objective", "track.<track>.objective.name", Plugin::objectives);

  /** Sources of samples. */
  public static final ComponentKind<DataSource> DATA_SOURCE =
      new ComponentKind<>(
          DataSource.class, "data source", "track.<track>.data.name", Plugin::dataSources);

  /** Choices of the track to train. */
  public static final ComponentKind<SwitchPolicy> SWITCH_POLICY =
      new ComponentKind<>(
          SwitchPolicy.class, "switch policy", "switch.name", Plugin::switchPolicies);

  /** Changes to the gradient. */
  public static final ComponentKind<UpdateRule> UPDATE_RULE =
      new ComponentKind<>(UpdateRule.class, "update rule", "update_rules", Plugin::updateRules);

  /** Measures of generated videos. */
  public static final ComponentKind<Metric> METRIC =
      new ComponentKind<>(Metric.class, "metric", "evaluation.metrics", Plugin::metrics);

  /** All kinds, in the order of listings. */
  public static final List<ComponentKind<?>> ALL =
      List.of(
          BACKBONE,
          CODEC,
          CODEC_FITTER,
          OBJECTIVE,
          DATA_SOURCE,
          SWITCH_POLICY,
          UPDATE_RULE,
          METRIC);
}
