package org.sdvgen.host.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.MemoryPlan.Remedy;

/**
 * Looks for settings by which a run fits a machine.
 *
 * @param sizes the model as it is configured
 * @param run the run
 * @param machine the machine
 * @param byPhase whether parts of the model already come and go by phase
 */
record Remedies(MemoryOutline sizes, PlannedRun run, Machine machine, boolean byPhase) {
  private static final String MODE = "memory.mode";
  private static final String PHASED = "phased";
  private static final String SECTION = "backbone.";

  /** The one setting that changes results; the others come first. */
  private static final String QUANTISED = SECTION + "weights";

  /** Times are compared in hundredths of a second. */
  private static final int ROUNDED = 100;

  private static final int SHOWN = 3;

  /** A way of running, and its plan. */
  private record Way(Map<String, String> changes, MemoryPlan plan) {
    double seconds() {
      return plan.slowestStep();
    }
  }

  /**
   * The ways that fit: the fastest, and others that change other settings.
   *
   * @param now the plan as it is configured
   */
  List<Remedy> of(MemoryPlan now) {
    List<Way> fitting = new ArrayList<>();
    for (Map<String, String> changes : combinations()) {
      Way way = way(changes);
      if (way.plan().fits()) {
        fitting.add(way);
      }
    }
    fitting.sort(
        Comparator.comparing((Way way) -> way.changes().containsKey(QUANTISED))
            .thenComparing(way -> Math.round(way.seconds() * ROUNDED))
            .thenComparing(way -> way.changes().size())
            .thenComparing(way -> -way.plan().peak()));
    double before = new Way(Map.of(), now).seconds();
    List<Way> shown = new ArrayList<>();
    for (Way way : fitting) {
      boolean isNew =
          shown.stream()
              .noneMatch(one -> way.changes().keySet().containsAll(one.changes().keySet()));
      if (isNew && shown.size() < SHOWN) {
        shown.add(way);
      }
    }
    return shown.stream()
        .map(
            way ->
                new Remedy(way.changes(), way.plan().peak(), way.seconds(), way.seconds() - before))
        .toList();
  }

  private Way way(Map<String, String> changes) {
    Map<String, String> own = new LinkedHashMap<>();
    changes.forEach(
        (key, value) -> {
          if (key.startsWith(SECTION)) {
            own.put(key.substring(SECTION.length()), value);
          }
        });
    boolean phased = byPhase || changes.containsKey(MODE);
    Residency residency =
        phased ? new Residency(Residency.Mode.PHASED, OptionalInt.empty()) : Residency.RESIDENT;
    return new Way(changes, new PhaseSums(sizes.with(own), run, machine, residency).plan());
  }

  /** Every combination of the choices' values, without those that are in use. */
  private List<Map<String, String>> combinations() {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(Map.of());
    if (!byPhase) {
      all.add(Map.of(MODE, PHASED));
    }
    for (MemoryOutline.Choice choice : sizes.choices()) {
      List<Map<String, String>> longer = new ArrayList<>(all);
      for (String value : choice.values().subList(1, choice.values().size())) {
        for (Map<String, String> one : all) {
          Map<String, String> more = new LinkedHashMap<>(one);
          more.put(SECTION + choice.key(), value);
          longer.add(more);
        }
      }
      all = longer;
    }
    all.remove(Map.of());
    return all;
  }
}
