package org.sdvgen.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Plans of memory in words. */
public final class MemoryWords {
  private static final int GIB_SHIFT = 30;
  private static final int MIB_SHIFT = 20;

  private MemoryWords() {}

  /**
   * Writes a number of bytes.
   *
   * @param bytes the number
   * @return a text such as {@code 9.31 GiB}
   */
  public static String size(long bytes) {
    double gib = (double) bytes / (1L << GIB_SHIFT);
    return gib >= 1
        ? String.format(Locale.ROOT, "%.2f GiB", gib)
        : String.format(Locale.ROOT, "%.0f MiB", (double) bytes / (1L << MIB_SHIFT));
  }

  /**
   * Writes a time.
   *
   * @param seconds the time
   * @return a text such as {@code 27.7 s}
   */
  public static String time(double seconds) {
    if (seconds < 0.1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
    }
    return seconds < 600
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }

  /**
   * Writes settings as they are given on a command line.
   *
   * @param settings values by key
   * @return a text such as {@code memory.mode=phased}
   */
  public static String settings(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining(" "));
  }

  static List<String> verdict(MemoryPlan plan) {
    List<String> lines = new ArrayList<>();
    String largest =
        String.format(
            Locale.ROOT,
            "The largest phase is \"%s\" with %s of %s",
            plan.largest().name(),
            size(plan.peak()),
            size(plan.machine().deviceBytes()));
    if (plan.fits()) {
      lines.add(largest + ": it fits.");
      return lines;
    }
    lines.add(largest + ": it does not fit.");
    if (plan.remedies().isEmpty()) {
      lines.add("No setting makes it fit: take smaller clips, a lower rank or a larger device.");
    }
    plan.remedies().forEach(remedy -> lines.add("It fits with " + remedy(remedy)));
    return lines;
  }

  private static String remedy(MemoryPlan.Remedy remedy) {
    return String.format(
        Locale.ROOT,
        "%s: %s, about %s a step (%s)",
        settings(remedy.settings()),
        size(remedy.deviceBytes()),
        time(remedy.seconds()),
        remedy.moreSeconds() < 0.005 ? "no slower" : time(remedy.moreSeconds()) + " more");
  }
}
