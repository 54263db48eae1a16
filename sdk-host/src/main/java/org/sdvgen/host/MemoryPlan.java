package org.sdvgen.host;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memory that a run needs, phase by phase, computed before anything is loaded.
 *
 * @param mode how long weights stay, a word of {@code memory.mode}
 * @param machine the machine that it is planned for
 * @param phases what the run does, in its order; at least one
 * @param disk what it keeps in files
 * @param secondsPerStep estimated seconds of a training step by track
 * @param unknown what could not be planned; empty if everything is known
 * @param remedies settings by which it would fit, the fastest first; empty if it fits
 */
public record MemoryPlan(
    String mode,
    Machine machine,
    List<Phase> phases,
    List<Line> disk,
    Map<String, Double> secondsPerStep,
    List<String> unknown,
    List<Remedy> remedies) {
  /** Copies the collections, keeping their order. */
  public MemoryPlan {
    phases = List.copyOf(phases);
    secondsPerStep = Collections.unmodifiableMap(new LinkedHashMap<>(secondsPerStep));
    disk = List.copyOf(disk);
    unknown = List.copyOf(unknown);
    remedies = List.copyOf(remedies);
  }

  /** Where bytes lie. */
  public enum Place {
    /** The memory of the device that computes. */
    DEVICE,
    /** The host's memory. */
    HOST,
    /** Files. */
    DISK
  }

  /**
   * A part of a phase.
   *
   * @param part its name
   * @param place where it lies
   * @param bytes its size
   */
  public record Line(String part, Place place, long bytes) {}

  /**
   * A part of the run.
   *
   * @param name its name, such as {@code step motion}
   * @param lines what is in memory at its peak
   * @param seconds how long it takes once; empty if that is not known
   */
  public record Phase(String name, List<Line> lines, Optional<Double> seconds) {
    /** Copies the list. */
    public Phase {
      lines = List.copyOf(lines);
    }

    /**
     * Adds up what lies in a place.
     *
     * @param place the place
     * @return bytes
     */
    public long bytes(Place place) {
      return lines.stream().filter(line -> line.place() == place).mapToLong(Line::bytes).sum();
    }
  }

  /**
   * Settings by which a run fits.
   *
   * @param settings values by key
   * @param deviceBytes the device's peak with them
   * @param seconds seconds of a step of the slowest track, with them
   * @param moreSeconds how much longer that is than without them
   */
  public record Remedy(
      Map<String, String> settings, long deviceBytes, double seconds, double moreSeconds) {
    /** Copies the map, keeping its order. */
    public Remedy {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
  }

  /**
   * The bytes that a phase takes of a memory: of the device's those of the host, too, where both
   * are one.
   *
   * @param phase one of the phases
   * @param place the device's memory or the host's
   * @return bytes
   */
  public long bytes(Phase phase, Place place) {
    return machine.shared() && place != Place.DISK
        ? phase.bytes(Place.DEVICE) + phase.bytes(Place.HOST)
        : phase.bytes(place);
  }

  /**
   * The phase that takes most of the device's memory.
   *
   * @return the first of the largest
   */
  public Phase largest() {
    return phases.stream()
        .max(Comparator.comparingLong(phase -> bytes(phase, Place.DEVICE)))
        .orElseThrow();
  }

  /**
   * The largest phase's bytes on the device.
   *
   * @return bytes
   */
  public long peak() {
    return bytes(largest(), Place.DEVICE);
  }

  /**
   * Whether every phase fits the machine.
   *
   * @return true if no phase takes more than the device or the host has
   */
  public boolean fits() {
    return phases.stream()
        .allMatch(
            phase ->
                bytes(phase, Place.DEVICE) <= machine.deviceBytes()
                    && bytes(phase, Place.HOST) <= machine.hostBytes());
  }

  /**
   * Writes the plan.
   *
   * @return JSON, bytes as numbers
   */
  public String json() {
    return MemoryPlanJson.of(this);
  }

  /**
   * The seconds of the slowest track's step.
   *
   * @return seconds; 0 if nothing is trained or the time is not known
   */
  public double slowestStep() {
    return secondsPerStep.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /**
   * Says whether the run fits, and what would make it fit.
   *
   * @return sentences, the first of which names the largest phase
   */
  public List<String> verdict() {
    return MemoryWords.verdict(this);
  }
}
