package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;
import org.sdvgen.objectives.GradientSurgerySettings.Other;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * Gradient surgery (PCGrad) between two tracks that are trained in different steps (paper, B.3 and
 * Table 6). The gradient of the track that the step does not train comes from a buffer of its last
 * gradients. Where the two conflict, each loses its component along the other; then they are summed
 * with weights p and 1 - p. Until the other track has been trained, gradients pass unchanged.
 */
final class GradientSurgery implements UpdateRule {
  /** The rule's name in configurations. */
  static final String NAME = "gradient-surgery";

  private final GradientSurgerySettings settings;
  private final TorchProgram program =
      TorchProgram.compile(Script.resource(GradientSurgery.class, "gradient_surgery"));
  private final RecentGradients recent;

  GradientSurgery(GradientSurgerySettings settings, ComponentContext context) {
    TrackNames names = TrackNames.ofRule(context, NAME);
    names.require("track", settings.track());
    names.require("otherwise", settings.otherwise());
    this.settings = settings;
    recent = new RecentGradients(program, settings);
  }

  @Override
  public void apply(UpdateStep step, GradientBuffer gradients) {
    String track = onlyTrack(step);
    if (!recent.keeps(track)) {
      return;
    }
    List<NDArray> own = List.copyOf(gradients.all().values());
    recent.add(track, step.step(), own);
    List<NDArray> others = others(track);
    if (!others.isEmpty()) {
      combine(own, others, weight(track));
    }
  }

  @Override
  public boolean needsSingleTracks() {
    return true;
  }

  private static String onlyTrack(UpdateStep step) {
    if (step.choice().weights().size() > 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              ("update_rules: %s needs steps of one track each, but step %d trains %s together:"
                  + " choose another switch.name or leave the rule out"),
              NAME,
              step.step(),
              step.choice().weights().keySet()));
    }
    return step.choice().weights().keySet().iterator().next();
  }

  private List<NDArray> others(String track) {
    List<NDArray> buffer =
        recent.of(track.equals(settings.track()) ? settings.otherwise() : settings.track());
    return settings.other() == Other.MEAN || buffer.isEmpty()
        ? buffer
        : buffer.subList(buffer.size() - 1, buffer.size());
  }

  private double weight(String track) {
    return track.equals(settings.track()) ? settings.probability() : 1 - settings.probability();
  }

  private void combine(List<NDArray> own, List<NDArray> others, double weight) {
    try (NDManager scratch = own.get(0).getManager().newSubManager()) {
      program.call(scratch, "combine", Arguments.none().list(own).list(others).scalar(weight));
    }
  }

  @Override
  public Map<String, NDArray> state() {
    return recent.state();
  }

  /** A gradient has the step that made it in its name. */
  @Override
  public boolean stateNeverChanges() {
    return true;
  }

  @Override
  public void restore(String name, NDArray gradient) {
    recent.restore(name, gradient);
  }

  @Override
  public void close() {
    recent.close();
    program.close();
  }
}
