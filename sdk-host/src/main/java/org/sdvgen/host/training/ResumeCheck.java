package org.sdvgen.host.training;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;
import org.sdvgen.host.config.RecipeKeys;

/** Compares a run with the checkpoint it is to go on from. */
final class ResumeCheck {
  private static final String OUTPUT_DIR = "output_dir";
  private static final String NUMBER = "[-+]?[0-9.]+([eE][-+]?[0-9]+)?";

  private ResumeCheck() {}

  /**
   * Refuses what makes going on meaningless: another model, other data, another seed.
   *
   * @param point the checkpoint
   * @param now the run as it would be saved now
   * @throws InputException with everything that does not fit
   */
  static void check(ResumePoint point, TrainerState now) {
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
              TrackState old = then.tracks().get(name);
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
  }

  private static void compare(List<String> problems, String what, Object then, Object now) {
    if (!then.equals(now)) {
      problems.add("%s was %s and is %s".formatted(what, then, now));
    }
  }

  /**
   * Compares what decides the result: the recipe, the samples, and the environment for the last
   * bits.
   *
   * @param point the checkpoint
   * @param now the run as it would be saved now
   * @param allowed whether a changed recipe is said instead of refused
   * @param notices is told of changes
   * @throws InputException if the recipe or the samples have changed and that is not allowed
   */
  static void compareRecipe(ResumePoint point, TrainerState now, boolean allowed, Notices notices) {
    List<String> changes =
        changes(
            inFolder(point.state().config(), now.config()),
            now.config(),
            RecipeKeys::decideTheResult);
    if (!changes.isEmpty() && !allowed) {
      throw new InputException(
          ("cannot resume from %s: the recipe has changed: %s. Put these settings back, start anew"
                  + " in another output_dir, or set resume_changed_recipe = true to go on with them")
              .formatted(point.folder(), String.join(", ", changes)));
    }
    if (!changes.isEmpty()) {
      notices.say(
          "resuming from %s with a changed recipe: %s"
              .formatted(point.folder(), String.join(", ", changes)));
    }
    compareData(point, now, allowed, notices);
    List<String> surroundings =
        changes(point.state().environment(), now.environment(), description -> true);
    if (!surroundings.isEmpty()) {
      notices.say(
          ("resuming from %s in another environment: %s; the last bits may differ from those of a"
                  + " run that was never stopped")
              .formatted(point.folder(), String.join(", ", surroundings)));
    }
  }

  /** Settings with the paths that they would have if their run had been in another's folder. */
  private static Map<String, String> inFolder(Map<String, String> then, Map<String, String> now) {
    String from = then.get(OUTPUT_DIR);
    String to = now.get(OUTPUT_DIR);
    if (from == null || to == null) {
      return then;
    }
    Map<String, String> moved = new TreeMap<>(then);
    moved.replaceAll((key, text) -> text.replace(from + File.separator, to + File.separator));
    return moved;
  }

  private static void compareData(
      ResumePoint point, TrainerState now, boolean allowed, Notices notices) {
    List<String> changed = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    now.tracks()
        .forEach(
            (name, track) -> {
              TrackState old = point.state().tracks().get(name);
              if (old == null || old.data().equals(TrackState.UNKNOWN)) {
                unknown.add("track." + name + ".data");
              } else if (!old.data().equals(track.data())) {
                changed.add("track." + name + ".data");
              }
            });
    if (!changed.isEmpty() && !allowed) {
      throw new InputException(
          ("cannot resume from %s: %s gives as many samples as then, but others, or in another"
                  + " order: texts, names or contents of files have changed. Put the data back, start"
                  + " anew in another output_dir, or set resume_changed_recipe = true to go on with"
                  + " these data")
              .formatted(point.folder(), String.join(", ", changed)));
    }
    if (!changed.isEmpty()) {
      notices.say(
          "resuming from %s with other samples than before: %s"
              .formatted(point.folder(), String.join(", ", changed)));
    }
    if (!unknown.isEmpty()) {
      notices.say(
          "resuming from %s, which does not tell its data: %s is taken to be as it was"
              .formatted(point.folder(), String.join(", ", unknown)));
    }
  }

  private static List<String> changes(
      Map<String, String> then, Map<String, String> now, Predicate<String> counts) {
    TreeSet<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(now.keySet());
    keys.removeIf(counts.negate());
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      String before = then.getOrDefault(key, "(default)");
      String after = now.getOrDefault(key, "(default)");
      if (!isSame(before, after)) {
        changes.add("%s from %s to %s".formatted(key, before, after));
      }
    }
    return changes;
  }

  /** Whether two texts mean the same: 1e-4 is 0.0001. */
  private static boolean isSame(String before, String after) {
    return before.equals(after)
        || (before.matches(NUMBER)
            && after.matches(NUMBER)
            && Double.parseDouble(before) == Double.parseDouble(after));
  }
}
