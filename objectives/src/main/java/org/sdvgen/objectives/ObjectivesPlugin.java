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
            IdentitySettings.class,
            (settings, context) -> new IdentityObjective(settings)),
        ComponentFactory.of(
            "motion",
            "Predicts a clip from its caption and tokens of one of its frames",
            MotionSettings.class,
            (settings, context) -> new MotionObjective(settings)),
        ComponentFactory.of(
            "text-to-video",
            "Predicts a clip from its caption alone, as a base model is pretrained",
            TextToVideoSettings.class,
            (settings, context) -> new TextToVideoObjective(settings)));
  }

  @Override
  public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
    return List.of(
        ComponentFactory.of(
            "stochastic",
            "Trains one track with a probability at every step, otherwise another",
            StochasticSettings.class,
            StochasticPolicy::new),
        ComponentFactory.of(
            "single-track",
            "Trains the same track at every step",
            SingleTrackSettings.class,
            SingleTrackPolicy::new),
        ComponentFactory.of(
            "two-stage",
            "Trains one track up to a step, then another",
            TwoStageSettings.class,
            TwoStagePolicy::new),
        ComponentFactory.of(
            "alternating",
            "Trains the tracks in turn",
            AlternatingSettings.class,
            AlternatingPolicy::new));
  }

  @Override
  public List<ComponentFactory<?, ? extends UpdateRule>> updateRules() {
    return List.of(
        ComponentFactory.of(
            GradientSurgery.NAME,
            "Removes conflicting components of two tracks' gradients (PCGrad)",
            GradientSurgerySettings.class,
            GradientSurgery::new),
        ComponentFactory.of(
            "l2-penalty",
            "Pulls the parameters towards zero",
            PenaltySettings.class,
            (settings, context) -> QuadraticPenalty.onLength(settings)),
        ComponentFactory.of(
            "l2-anchoring",
            "Pulls the parameters towards their initial values",
            PenaltySettings.class,
            (settings, context) -> QuadraticPenalty.onDistance(settings)));
  }
}
