package org.sdvgen.host;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Floor;
import org.sdvgen.runtime.torch.Product;
import org.sdvgen.runtime.torch.ProgramTimes;
import org.sdvgen.runtime.torch.ProgramTimes.Call;
import org.sdvgen.runtime.torch.ProgramTimes.Phase;

/**
 * Takes the times of all programs during some steps of a training run: by program, by block, and
 * the share of the steps that matrix products and attention take by themselves.
 *
 * <p>The products are those of the blocks that gradients pass through; they are computed again when
 * the steps are over, with random numbers in the same shapes. There is one profile at a time in a
 * process.
 */
public final class StepProfile implements TrainingListener, AutoCloseable {
  private final int before;
  private final int steps;
  private final Map<StepReport, Long> ends = new LinkedHashMap<>();
  private int seen;
  private @Nullable ProgramTimes times;
  private List<Call> calls = List.of();
  private Map<String, List<Product>> products = Map.of();
  private double floor;

  /**
   * A profile that waits for its steps.
   *
   * @param before steps that are left out at the beginning
   * @param steps steps that are profiled after them, at least one
   */
  public StepProfile(int before, int steps) {
    if (before < 0 || steps < 1) {
      throw new IllegalArgumentException("a profile needs a step");
    }
    this.before = before;
    this.steps = steps;
  }

  @Override
  public void started(TrainingPlan plan) {
    listenFrom(0);
  }

  @Override
  public void stepFinished(StepReport report) {
    seen++;
    if (times != null) {
      ends.put(report, System.nanoTime());
      if (ends.size() == steps) {
        finish();
      }
    }
    listenFrom(seen);
  }

  @Override
  public void finished(TrainingSummary summary) {
    finish();
  }

  private void listenFrom(int step) {
    if (step == before) {
      times = ProgramTimes.listen();
    }
  }

  private void finish() {
    ProgramTimes open = times;
    times = null;
    if (open != null) {
      calls = open.calls();
      products = open.products();
      open.close();
      floor = floor();
    }
  }

  /** Seconds that products and attention take by themselves in the profiled steps. */
  private double floor() {
    Map<String, Long> forward = count(Phase.FORWARD);
    Map<String, Long> again = count(Phase.AGAIN);
    Map<String, Long> backward = count(Phase.BACKWARD);
    double sum = 0;
    try (NDManager manager = Devices.newManager(Devices.of(DeviceName.AUTO))) {
      Floor measured = new Floor(manager);
      for (Map.Entry<String, List<Product>> block : products.entrySet()) {
        for (Product product : block.getValue()) {
          Floor.Seconds seconds = measured.of(product);
          long passes = forward.getOrDefault(block.getKey(), 0L);
          if (product.kind().isRepeated()) {
            passes += again.getOrDefault(block.getKey(), 0L);
          }
          sum += passes * seconds.forward();
          sum += backward.getOrDefault(block.getKey(), 0L) * seconds.backward();
        }
      }
    }
    return sum;
  }

  /** How often each block was run in a phase, by its path and method. */
  private Map<String, Long> count(Phase phase) {
    return calls.stream()
        .filter(call -> call.phase() == phase && !call.target().isEmpty())
        .collect(Collectors.groupingBy(Call::target, Collectors.counting()));
  }

  /** Whether the wanted steps, or at least one, were profiled. */
  public boolean isComplete() {
    return !ends.isEmpty();
  }

  private double seconds() {
    return ends.keySet().stream().mapToDouble(StepReport::seconds).sum();
  }

  /**
   * The share of the profiled steps that matrix products and attention take by themselves.
   *
   * @return between 0 and about 1; empty if no step was profiled
   */
  public Optional<Double> floorShare() {
    return isComplete() ? Optional.of(floor / seconds()) : Optional.empty();
  }

  /** The times by program and by block, in lines of text. */
  public String table() {
    if (!isComplete()) {
      return "no step was profiled: the run has at most " + before + " steps\n";
    }
    double all = seconds();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "%d steps of %.3f s on average%n", ends.size(), all / ends.size()));
    rows(text, all, call -> call.program() + "." + call.method() + phase(call), Integer.MAX_VALUE);
    double programs = onTrainingThread().stream().mapToDouble(StepProfile::duration).sum();
    line(text, "outside of programs", 0, all - programs, all);
    text.append("by block\n");
    rows(text, all, call -> call.block().isEmpty() ? "(no block)" : call.block(), 60);
    line(text, "matrix products and attention by themselves", 0, floor, all);
    return text.toString();
  }

  private static String phase(Call call) {
    return call.phase() == Phase.NONE ? "" : ", " + call.phase().name().toLowerCase(Locale.ROOT);
  }

  private static double duration(Call call) {
    return (call.end() - call.begin()) / 1e9;
  }

  /** Calls inside of the steps; what other threads do beside them takes no time of a step. */
  private List<Call> onTrainingThread() {
    long thread = Thread.currentThread().getId();
    return calls.stream().filter(call -> call.thread() == thread).toList();
  }

  private void rows(StringBuilder text, double all, Function<Call, String> name, int most) {
    Map<String, List<Call>> groups = new HashMap<>();
    onTrainingThread()
        .forEach(
            call -> groups.computeIfAbsent(name.apply(call), key -> new ArrayList<>()).add(call));
    Comparator<Map.Entry<String, List<Call>>> longest =
        Comparator.comparingDouble(
            entry -> -entry.getValue().stream().mapToDouble(StepProfile::duration).sum());
    groups.entrySet().stream()
        .sorted(longest)
        .limit(most)
        .forEach(
            entry ->
                line(
                    text,
                    entry.getKey(),
                    entry.getValue().size(),
                    entry.getValue().stream().mapToDouble(StepProfile::duration).sum(),
                    all));
  }

  private void line(StringBuilder text, String name, int count, double seconds, double all) {
    text.append(
        String.format(
            Locale.ROOT,
            "  %8.4f s  %5.1f %%  %s%s%n",
            seconds / ends.size(),
            100 * seconds / all,
            name,
            count == 0 ? "" : String.format(Locale.ROOT, " (%d calls)", count / ends.size())));
  }

  /**
   * Writes the profile as a Chrome trace: JSON that Perfetto and chrome://tracing open.
   *
   * @param file the file, which is replaced as a whole
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void write(Path file) {
    ByteBuffer text = StandardCharsets.UTF_8.encode(ChromeTrace.of(ends, calls));
    AtomicFile.write(
        file,
        channel -> {
          while (text.hasRemaining()) {
            channel.write(text);
          }
        });
  }

  /** Ends listening, if the steps were not reached. */
  @Override
  public void close() {
    if (times != null) {
      times.close();
      times = null;
    }
  }
}
