package org.sdvgen.host.training;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;
import org.sdvgen.host.config.SettingCatalog;

/** Compares a run with the checkpoint that it resumes from. */
final class ResumeCheck {
  private static final String OUTPUT_DIR = "output_dir";

  private final ResumePoint point;
  private final TrainerState then;
  private final TrainerState now;
  private final SettingCatalog catalog;
  private final boolean changesAllowed;
  private final Notices notices;

  /**
   * A comparison.
   *
   * @param point the checkpoint
   * @param now the run as it would be saved now
   * @param catalog the declarations of all settings
   * @param changesAllowed whether what decides the result may have changed
   * @param notices is told of changes
   */
  ResumeCheck(
      ResumePoint point,
      TrainerState now,
      SettingCatalog catalog,
      boolean changesAllowed,
      Notices notices) {
    this.point = point;
    then = point.state();
    this.now = now;
    this.catalog = catalog;
    this.changesAllowed = changesAllowed;
    this.notices = notices;
  }

  /**
   * Refuses a checkpoint that the run cannot resume from. Settings that decide the result may have
   * changed only if the configuration allows it; a change that decides the last bits is a notice.
   *
   * @throws InputException if the checkpoint does not fit
   */
  void check() {
    requireSameRun();
    compareRecipe();
    compareModel();
    compareData();
    compareEnvironment();
    comparePlugins();
  }

  /**
   * Refuses changes that make resuming meaningless: another model, other data, another seed.
   *
   * @throws InputException with everything that does not fit
   */
  void requireSameRun() {
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
          "cannot resume from %s: %s. Put these settings back, or start again in another output_dir"
              .formatted(point.folder(), String.join("; ", problems)));
    }
  }

  private static void compare(List<String> problems, String what, Object then, Object now) {
    if (!then.equals(now)) {
      problems.add("%s was %s and is %s".formatted(what, then, now));
    }
  }

  private void compareRecipe() {
    Map<String, String> before = inFolder(then.config(), now.config());
    List<String> changes = new ArrayList<>();
    for (String key : keys(before, now.config())) {
      if (counts(key) && !catalog.isSame(key, before, now.config())) {
        changes.add(change(key, before, now.config()));
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    String list = String.join(", ", changes);
    refuseUnlessAllowed("the recipe has changed: " + list + ". Put these settings back", "them");
    notices.say("resuming from %s with a changed recipe: %s".formatted(point.folder(), list));
  }

  /** Whether a setting must be as it was. */
  private boolean counts(String key) {
    return catalog.decidesResult(key, now.config()) || placesUnprovenContent(key);
  }

  /**
   * Whether a setting may tell where something lies whose content the checkpoint, of an earlier
   * version, does not know: then the place must be the same.
   */
  private boolean placesUnprovenContent(String key) {
    boolean unknownModel = then.model().equals(TrainerState.UNKNOWN);
    return (unknownModel && key.startsWith("backbone."))
        || then.tracks().entrySet().stream()
            .filter(track -> track.getValue().data().equals(TrainerState.UNKNOWN))
            .anyMatch(track -> key.startsWith("track." + track.getKey() + ".data."));
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

  private void compareModel() {
    if (then.model().equals(TrainerState.UNKNOWN) || then.model().equals(now.model())) {
      return;
    }
    refuseUnlessAllowed(
        "the model's denoiser is as it was, but its codec, text encoder, tokenizer or a"
            + " configuration in its folder has changed. Put the folder back",
        "this model");
    notices.say(
        ("resuming from %s with a model whose codec, text encoder, tokenizer or configurations"
                + " have changed")
            .formatted(point.folder()));
  }

  private void compareData() {
    List<String> changed = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    now.tracks()
        .forEach(
            (name, track) -> {
              TrackState old = then.tracks().get(name);
              if (old == null || old.data().equals(TrainerState.UNKNOWN)) {
                unknown.add("track." + name + ".data");
              } else if (!old.data().equals(track.data())) {
                changed.add("track." + name + ".data");
              }
            });
    if (!changed.isEmpty()) {
      String list = String.join(", ", changed);
      refuseUnlessAllowed(
          list
              + " gives as many samples as before, but others, or in another order: texts, names or"
              + " contents of files have changed. Put the data back",
          "these data");
      notices.say(
          "resuming from %s with other samples than before: %s".formatted(point.folder(), list));
    }
    if (!unknown.isEmpty()) {
      notices.say(
          "resuming from %s, which has no fingerprint of its data: %s is assumed to be unchanged"
              .formatted(point.folder(), String.join(", ", unknown)));
    }
  }

  private void compareEnvironment() {
    List<String> changes =
        keys(then.environment(), now.environment()).stream()
            .filter(key -> !key.startsWith(RunIdentity.PLUGIN))
            .filter(key -> !Objects.equals(then.environment().get(key), now.environment().get(key)))
            .map(key -> change(key, then.environment(), now.environment()))
            .toList();
    if (!changes.isEmpty()) {
      notices.say(
          ("resuming from %s in another environment: %s; the last bits may differ from those of a"
                  + " run that was never stopped")
              .formatted(point.folder(), String.join(", ", changes)));
    }
  }

  private void comparePlugins() {
    // A checkpoint of an earlier version knows none.
    List<String> changes =
        then.environment().keySet().stream()
            .filter(key -> key.startsWith(RunIdentity.PLUGIN))
            .filter(key -> now.environment().containsKey(key))
            .filter(key -> !Objects.equals(then.environment().get(key), now.environment().get(key)))
            .map(key -> change(key, then.environment(), now.environment()))
            .toList();
    if (!changes.isEmpty()) {
      notices.say(
          ("resuming from %s with other versions of plugins: %s; the run goes on as these versions"
                  + " would, which may not be as it began")
              .formatted(point.folder(), String.join(", ", changes)));
    }
  }

  private void refuseUnlessAllowed(String problem, String changed) {
    if (!changesAllowed) {
      throw new InputException(
          ("cannot resume from %s: %s, start again in another output_dir, or set"
                  + " resume_changed_recipe = true to resume with %s")
              .formatted(point.folder(), problem, changed));
    }
  }

  private static SortedSet<String> keys(Map<String, String> then, Map<String, String> now) {
    TreeSet<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(now.keySet());
    return keys;
  }

  private static String change(String key, Map<String, String> then, Map<String, String> now) {
    return "%s from %s to %s"
        .formatted(key, then.getOrDefault(key, "(default)"), now.getOrDefault(key, "(default)"));
  }
}
