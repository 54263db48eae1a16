package org.sdvgen.host.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.TrainerState;

/**
 * Compares a run with the checkpoint it is to go on from. What would make the rest of the run
 * differ in kind is refused; other changed settings are said.
 */
final class ResumeCheck {
  private ResumeCheck() {}

  /**
   * Compares.
   *
   * @param point the checkpoint
   * @param now the run as it would be saved now
   * @param notices is told of changed settings
   * @throws InputException with everything that does not fit
   */
  static void check(ResumePoint point, TrainerState now, Notices notices) {
    TrainerState then = point.state();
    List<String> problems = new ArrayList<>();
    compare(problems, "the backbone", then.backbone(), now.backbone());
    compare(problems, "the pretrained weights", then.fingerprint(), now.fingerprint());
    compare(problems, "seed", then.seed(), now.seed());
    compare(problems, "switch.name", then.policy(), now.policy());
    compare(problems, "tracks", then.tracks().keySet(), now.tracks().keySet());
    now.tracks()
        .forEach(
            (name, track) -> {
              TrainerState.TrackState old = then.tracks().get(name);
              if (old != null) {
                String key = "track." + name;
                compare(problems, key + ".batch_size", old.batchSize(), track.batchSize());
                compare(problems, "samples of " + key, old.samples(), track.samples());
              }
            });
    if (!problems.isEmpty()) {
      throw new InputException(
          "cannot resume from %s: %s. Put these settings back, or start anew in another output_dir"
              .formatted(point.folder(), String.join("; ", problems)));
    }
    sayChanges(point, now, notices);
  }

  private static void compare(List<String> problems, String what, Object then, Object now) {
    if (!then.equals(now)) {
      problems.add("%s was %s and is %s".formatted(what, then, now));
    }
  }

  private static void sayChanges(ResumePoint point, TrainerState now, Notices notices) {
    Map<String, String> then = point.state().config();
    TreeSet<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(now.config().keySet());
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      String before = then.getOrDefault(key, "(default)");
      String after = now.config().getOrDefault(key, "(default)");
      if (!before.equals(after)) {
        changes.add("%s from %s to %s".formatted(key, before, after));
      }
    }
    if (!changes.isEmpty()) {
      notices.say(
          "resuming from %s with changed settings: %s"
              .formatted(point.folder(), String.join(", ", changes)));
    }
  }
}
