package org.sdvgen.host.memory;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.MemoryPlan;

/** Says what a run can be changed to when memory runs out all the same. */
public final class MemoryAdvice {
  private static final List<String> SIGNS =
      List.of("out of memory", "can't allocate memory", "not enough memory");

  private MemoryAdvice() {}

  /**
   * Does some work.
   *
   * @param plan the run's plan, asked for if memory runs out
   * @param work the work
   * @param <T> what comes of it
   * @return its result
   * @throws InputException with the plan's advice if memory runs out
   */
  public static <T> T advising(Supplier<MemoryPlan> plan, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!isExhausted(e)) {
        throw e;
      }
      throw new InputException("memory is exhausted: " + detail(e) + ". " + sentences(plan), e);
    }
  }

  /** Whether memory of the device, of the process or of Java's heap has run out. */
  private static boolean isExhausted(Throwable error) {
    for (Throwable one = error; one != null; one = one.getCause()) {
      String message = String.valueOf(one.getMessage());
      boolean sign = SIGNS.stream().anyMatch(message::contains);
      if (one instanceof OutOfMemoryError || (one instanceof EngineException && sign)) {
        return true;
      }
    }
    return false;
  }

  /** The last line of the innermost message, where engines say how much they asked for. */
  private static String detail(Throwable error) {
    Throwable inner = error;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    String message = String.valueOf(inner.getMessage());
    return message
        .lines()
        .filter(line -> SIGNS.stream().anyMatch(line::contains))
        .findFirst()
        .orElseGet(() -> "Java's heap: " + message)
        .strip();
  }

  private static String sentences(Supplier<MemoryPlan> plan) {
    List<String> all = new ArrayList<>();
    try {
      all.addAll(plan.get().verdict());
    } catch (RuntimeException | OutOfMemoryError e) {
      all.add("Nothing more is known of the run's memory (" + e + ").");
    }
    all.add(
        "sdvgen plan shows every part; smaller clips, a smaller micro_batch_size, a lower"
            + " lora.rank and another memory.mode take less.");
    return String.join(" ", all);
  }
}
