package org.sdvgen.host;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;
import org.sdvgen.testkit.FakePlugin.NoSettings;

/**
 * A policy that trains every track at every step, rules with a memory, and an objective that fails
 * at chosen steps.
 */
public final class TestPlugin implements Plugin {
  /** Largest distance of a parameter from its initial value, at every step that a rule saw. */
  public final List<Float> distances = new ArrayList<>();

  @Override
  public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
    return List.of(
        ComponentFactory.of(
            "all",
            "Every track, in parts of a step that are averaged",
            Parts.class,
            (settings, context) -> new AllTracks(settings)));
  }

  /**
   * The parts of a step.
   *
   * @param parts how many of them each track has, in order; the same by default
   * @param wholeBatches whether a track takes its whole batch, whatever its part
   */
  public record Parts(
      @Setting(doc = "Parts by track", defaultValue = "") List<String> parts,
      @Setting(doc = "Whole batches", defaultValue = "true") boolean wholeBatches) {}

  private record AllTracks(Parts settings) implements SwitchPolicy {
    @Override
    public TrackChoice select(TrainingProgress progress, StepDraws draws) {
      Map<String, Integer> parts = new LinkedHashMap<>();
      for (String track : progress.tracks()) {
        parts.put(
            track,
            settings.parts().isEmpty() ? 1 : Integer.parseInt(settings.parts().get(parts.size())));
      }
      TrackChoice choice = TrackChoice.ofParts(parts);
      return settings.wholeBatches() ? new TrackChoice(choice.weights()) : choice;
    }

    @Override
    public boolean mixesTracks() {
      return true;
    }
  }

  @Override
  public List<ComponentFactory<?, ? extends Objective>> objectives() {
    return List.of(
        ComponentFactory.of(
            "failing",
            "Is not finite at chosen steps",
            FailingObjective.Settings.class,
            (config, context) -> new FailingObjective(config)));
  }

  @Override
  public List<ComponentFactory<?, ? extends UpdateRule>> updateRules() {
    return List.of(
        ComponentFactory.of(
            "momentum", "Adds up", NoSettings.class, (config, context) -> new Momentum()),
        ComponentFactory.of(
            "single", "Needs single tracks", NoSettings.class, (config, context) -> new Single()));
  }

  private static final class Single implements UpdateRule {
    @Override
    public void apply(UpdateStep step, GradientBuffer gradients) {}

    @Override
    public boolean needsSingleTracks() {
      return true;
    }
  }

  /** Replaces the gradient by half of itself plus half of the last one. */
  private final class Momentum implements UpdateRule {
    private final Map<String, NDArray> last = new LinkedHashMap<>();

    @Override
    public void apply(UpdateStep step, GradientBuffer gradients) {
      float distance = 0;
      for (var parameter : step.parameters()) {
        NDArray gradient = gradients.get(parameter.name());
        try (NDManager scope = parameter.value().getManager().newSubManager()) {
          NDArray moved = parameter.value().sub(step.initialValue().apply(parameter.name()));
          moved.attach(scope);
          distance = Math.max(distance, moved.abs().max().getFloat());
        }
        NDArray before = last.get(parameter.name());
        if (before == null) {
          last.put(parameter.name(), gradient.duplicate());
        } else {
          gradient.muli(0.5f).addi(before.muli(0.5f));
          before.muli(0f).addi(gradient);
        }
      }
      distances.add(distance);
    }

    @Override
    public Map<String, NDArray> state() {
      return last;
    }

    @Override
    public void restore(String name, NDArray array) {
      NDArray copy = array.duplicate();
      copy.attach(array.getManager().getParentManager());
      last.put(name, copy);
    }
  }
}
