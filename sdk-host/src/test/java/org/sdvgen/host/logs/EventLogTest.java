package org.sdvgen.host.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.ValidationReport;
import org.sdvgen.testkit.EventFile;
import org.sdvgen.testkit.EventFile.Event;

/** The event file of whole runs: every figure that the run tells, at its step, once. */
final class EventLogTest {
  private static final String RATE = "samples_per_second";

  @TempDir private Path folder;

  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name))
        .with("checkpointing_steps", "2")
        .with("track.short.held_out", "2")
        .with("track.long.held_out", "2")
        .with("validation.loss_steps", "4");
  }

  private Path file(String name) {
    return folder.resolve(name).resolve(EventLog.FILE);
  }

  /** What a listener was told, as the file should have it. */
  private static final class Told implements TrainingListener {
    final List<Entry> entries = new ArrayList<>();

    private void add(long step, Map<String, Double> figures) {
      Map<String, Float> scalars = new TreeMap<>();
      figures.forEach((tag, value) -> scalars.put(tag, value.floatValue()));
      entries.add(new Entry(step, scalars, 0));
    }

    private static Map<String, Double> tagged(String tag, Map<String, Double> values) {
      Map<String, Double> tagged = new TreeMap<>();
      values.forEach((name, value) -> tagged.put(tag + "/" + name, value));
      return tagged;
    }

    @Override
    public void stepFinished(StepReport report) {
      Map<String, Double> figures = tagged("loss", report.losses());
      figures.putAll(tagged("details", report.details()));
      figures.put("grad_norm", report.gradientNorm());
      figures.put("lr", report.learningRate());
      figures.put(RATE, report.samples().size() / report.seconds());
      add(report.step(), figures);
    }

    @Override
    public void heldOutLossMeasured(HeldOutReport report) {
      add(report.step(), tagged("held_out_loss", report.losses()));
    }

    @Override
    public void gradientsCompared(GradientReport report) {
      Map<String, Double> cosines = new TreeMap<>();
      report.groups().forEach((name, group) -> cosines.put(name, group.cosine()));
      add(report.step(), tagged("gradient_cosine", cosines));
    }

    @Override
    public void validationGenerated(ValidationReport report) {
      for (int clip = 0; clip < report.clips().size(); clip++) {
        entries.add(new Entry(report.step(), Map.of(), 1));
      }
    }
  }

  /**
   * An event but for its time and its picture's content.
   *
   * @param step its step
   * @param scalars figures by tag
   * @param images how many pictures
   */
  private record Entry(long step, Map<String, Float> scalars, int images) {
    static Entry of(Event event) {
      return new Entry(event.step(), event.scalars(), event.images().size());
    }
  }

  private static List<Entry> train(FakeRun run) {
    Told told = new Told();
    try (Sdvgen sdvgen = run.builder().open()) {
      sdvgen.trainer().train(told);
    }
    return told.entries;
  }

  @Test
  void everythingThatARunTellsIsThereAtItsStep() throws IOException {
    FakeRun run =
        run("a")
            .with("analysis.steps", "3")
            .with("track.short.analysis_batch_size", "2")
            .with("track.long.analysis_batch_size", "2")
            .with("validation.steps", "6")
            .with("validation.prompts.prompt", "waves, on a hill")
            .with("generate.num_inference_steps", "1");
    List<Entry> told = train(run);
    List<Event> events = EventFile.read(file("a"));
    assertEquals("brain.Event:2", events.get(0).version());
    assertEquals(told, events.stream().skip(1).map(Entry::of).toList());
    // The run has told of all kinds of figures: else the comparison would say little.
    for (String tag :
        List.of(
            "loss/short",
            "loss/long",
            "held_out_loss/short",
            "held_out_loss/long",
            "gradient_cosine/all",
            "grad_norm",
            "lr",
            RATE)) {
      assertTrue(told.stream().anyMatch(entry -> entry.scalars().containsKey(tag)), tag);
    }
    assertEquals(2, told.stream().filter(entry -> entry.images() == 1).count());
    List<String> pictures =
        events.stream().flatMap(event -> event.images().keySet().stream()).toList();
    assertEquals(
        List.of("validation/00 waves, on a hill", "validation/00 waves, on a hill"), pictures);
    double before = events.get(0).time();
    for (Event event : events) {
      assertTrue(event.time() >= before, "times do not go back");
      before = event.time();
    }
    double now = System.currentTimeMillis() / 1e3;
    assertTrue(before <= now + 1 && events.get(0).time() > now - 600, "times are the clock's");
  }

  @Test
  void resumedRunHasEveryEventOnce() {
    List<Entry> whole = train(run("whole"));
    run("cut").trainAndStopAfter(5);
    // The steps behind the newest checkpoint are taken again.
    remove(folder.resolve("cut/checkpoint-5"));
    train(run("cut"));
    assertEquals(withoutRates(whole), withoutRates(entries("whole")));
    assertEquals(withoutRates(whole), withoutRates(entries("cut")));
  }

  private void remove(Path checkpoint) {
    assertTrue(checkpoint.toFile().renameTo(folder.resolve("aside").toFile()));
  }

  private List<Entry> entries(String name) {
    return EventFile.read(file(name)).stream().skip(1).map(Entry::of).toList();
  }

  /** How fast a step was is another figure every time. */
  private static List<Entry> withoutRates(List<Entry> entries) {
    return entries.stream()
        .map(
            entry -> {
              Map<String, Float> scalars = new TreeMap<>(entry.scalars());
              scalars.remove(RATE);
              return new Entry(entry.step(), scalars, entry.images());
            })
        .toList();
  }

  @Test
  void nobodyNeedsToWatch() throws IOException {
    run("a").with("report_to", "none").train();
    assertFalse(Files.exists(file("a")));
  }

  /** What a run without the log leaves behind belongs to the steps that are taken again. */
  @Test
  void anOldFileIsCutBackEvenIfNobodyWatches() {
    run("b").trainAndStopAfter(4);
    List<Entry> before = entries("b");
    remove(folder.resolve("b/checkpoint-4"));
    run("b").with("report_to", "none").train();
    assertEquals(before.stream().filter(entry -> entry.step() < 2).toList(), entries("b"));
  }
}
