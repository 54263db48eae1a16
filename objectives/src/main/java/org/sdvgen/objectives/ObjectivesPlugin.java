package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;

/**
 * Brings the objectives {@code identity}, {@code motion} and {@code text-to-video}, the paper's
 * switch policies and its update rules.
 */
public final class ObjectivesPlugin implements Plugin {
  /** For {@link java.util.ServiceLoader}. */
  public ObjectivesPlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Objective>> objectives() {
    return List.of(
        ComponentFactory.of(
            "identity",
            "Predicts a picture of a subject from another picture of it and a prompt",
            IdentityConfig.class,
            (config, context) -> new IdentityObjective(config)),
        ComponentFactory.of(
            "motion",
            "Predicts a clip from its caption and tokens of one of its frames",
            MotionConfig.class,
            (config, context) -> new MotionObjective(config)),
        ComponentFactory.of(
            "text-to-video",
            "Predicts a clip from its caption alone, as a base model is pretrained",
            TextToVideoConfig.class,
            (config, context) -> new TextToVideoObjective(config)));
  }

  @Override
  public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
    return List.of(
        ComponentFactory.of(
            "stochastic",
            "Trains one track with a probability at every step, otherwise another",
            StochasticConfig.class,
            StochasticPolicy::new),
        ComponentFactory.of(
            "single-track",
            "Trains the same track at every step",
            SingleTrackConfig.class,
            SingleTrackPolicy::new),
        ComponentFactory.of(
            "two-stage",
            "Trains one track up to a step, then another",
            TwoStageConfig.class,
            TwoStagePolicy::new),
        ComponentFactory.of(
            "alternating",
            "Trains the tracks in turn",
            AlternatingConfig.class,
            AlternatingPolicy::new));
  }

  @Override
  public List<ComponentFactory<?, ? extends UpdateRule>> updateRules() {
    return List.of(
        ComponentFactory.of(
            GradientSurgery.NAME,
            "Removes what conflicts between the gradients of two tracks (PCGrad)",
            GradientSurgeryConfig.class,
            GradientSurgery::new),
        ComponentFactory.of(
            "l2-penalty",
            "Pulls the parameters towards zero",
            PenaltyConfig.class,
            (config, context) -> QuadraticPenalty.onLength(config)),
        ComponentFactory.of(
            "l2-anchoring",
            "Pulls the parameters towards their initial values",
            PenaltyConfig.class,
            (config, context) -> QuadraticPenalty.onDistance(config)));
  }
}
