package org.sdvgen.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sdvgen.cli.page.TextTable;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.MemoryPlan.Line;
import org.sdvgen.host.MemoryPlan.Phase;
import org.sdvgen.host.MemoryPlan.Place;
import org.sdvgen.host.MemoryWords;

/** A plan of memory as a table: parts down, phases across. */
final class PlanTable {
  private static final String NONE = "-";

  private PlanTable() {}

  static String of(MemoryPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Memory by phase with memory.mode = "
            + plan.mode()
            + ", planned for "
            + machine(plan.machine()));
    lines.add("");
    lines.add(TextTable.of(rows(plan), 2));
    lines.add("");
    plan.disk().forEach(line -> lines.add("On disk: " + line.part() + " " + size(line.bytes())));
    plan.unknown().forEach(what -> lines.add("Not known: " + what));
    plan.secondsPerStep()
        .forEach(
            (track, seconds) ->
                lines.add("A step of " + track + ": about " + MemoryWords.time(seconds)));
    lines.addAll(plan.verdict());
    lines.add(assumptions(plan.machine()));
    return String.join(System.lineSeparator(), lines);
  }

  private static String machine(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%s with %s%s",
        machine.device(),
        size(machine.deviceBytes()),
        machine.shared() ? "" : " and a host with " + size(machine.hostBytes()));
  }

  static String assumptions(Machine machine) {
    return String.format(
        Locale.ROOT,
        "Times are estimates by %.3g * 10^12 operations and %.3g * 10^9 streamed bytes a second"
            + " (--teraflops, --bandwidth).",
        machine.rates().teraflops(),
        machine.rates().gigabytesPerSecond());
  }

  private static List<List<String>> rows(MemoryPlan plan) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("part", "place"));
    plan.phases().forEach(phase -> head.add(phase.name()));
    rows.add(head);
    Set<String> parts = new LinkedHashSet<>();
    for (Place place : List.of(Place.DEVICE, Place.HOST)) {
      parts.clear();
      plan.phases()
          .forEach(
              phase ->
                  phase.lines().stream()
                      .filter(line -> line.place() == place)
                      .forEach(line -> parts.add(line.part())));
      for (String part : parts) {
        List<String> row = new ArrayList<>(List.of(part, word(place)));
        plan.phases().forEach(phase -> row.add(cell(phase, part, place)));
        rows.add(row);
      }
    }
    if (plan.machine().shared()) {
      rows.add(sum(plan, "together", Place.DEVICE));
    } else {
      rows.add(sum(plan, "device together", Place.DEVICE));
      rows.add(sum(plan, "host together", Place.HOST));
    }
    List<String> seconds = new ArrayList<>(List.of("estimated time", ""));
    plan.phases()
        .forEach(phase -> seconds.add(phase.seconds().map(MemoryWords::time).orElse(NONE)));
    rows.add(seconds);
    return rows;
  }

  private static List<String> sum(MemoryPlan plan, String name, Place place) {
    List<String> row = new ArrayList<>(List.of(name, ""));
    plan.phases().forEach(phase -> row.add(size(plan.bytes(phase, place))));
    return row;
  }

  private static String word(Place place) {
    return place.name().toLowerCase(Locale.ROOT);
  }

  private static String cell(Phase phase, String part, Place place) {
    long bytes =
        phase.lines().stream()
            .filter(line -> line.place() == place && line.part().equals(part))
            .mapToLong(Line::bytes)
            .sum();
    return bytes == 0 ? NONE : size(bytes);
  }

  private static String size(long bytes) {
    return MemoryWords.size(bytes);
  }
}
