package org.sdvgen.host.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.MemoryOutline.Clip;
import org.sdvgen.api.backbone.MemoryOutline.Held;
import org.sdvgen.api.backbone.MemoryOutline.Step;
import org.sdvgen.api.backbone.MemoryOutline.Work;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.MemoryPlan.Line;
import org.sdvgen.host.MemoryPlan.Phase;
import org.sdvgen.host.MemoryPlan.Place;

/**
 * Adds up what every phase of a run takes.
 *
 * @param sizes the model
 * @param run the run
 * @param machine the machine that it is planned for
 * @param residency how long the parts of the model stay in memory
 */
record PhaseSums(MemoryOutline sizes, PlannedRun run, Machine machine, Residency residency) {
  /**
   * What the process takes beside tensors, measured over training steps of the benchmark's models
   * with a heap of up to 2 GiB: Java's heap, classes and compiled code, PyTorch's libraries.
   */
  static final long PROCESS = 780L << 20;

  /** A CUDA context with PyTorch's kernels. */
  static final long CUDA_CONTEXT = 500L << 20;

  private static final double TERA = 1e12;
  private static final double GIGA = 1e9;
  private static final String ACTIVATIONS = "activations";

  /** The parts of the model. */
  private enum Part {
    TEXT,
    CODEC,
    DENOISER
  }

  /** Adds up. */
  MemoryPlan plan() {
    List<Phase> phases = new ArrayList<>();
    Set<String> unknown = new LinkedHashSet<>();
    Map<String, Double> steps = new LinkedHashMap<>();
    int prompts = run.tracks().stream().mapToInt(track -> track.clip().samples()).max().orElse(1);
    Work text = sizes.text(prompts);
    if (sizes.textEncoder() > 0) {
      phases.add(phase("text", Part.TEXT, text.bytes(), text.operations(), 0));
    }
    for (PlannedRun.PlannedTrack track : run.tracks()) {
      Optional<Work> encode = sizes.encode(withReferences(track.clip()));
      encode.ifPresent(
          work ->
              phases.add(
                  phase("encode " + track.name(), Part.CODEC, work.bytes(), work.operations(), 0)));
      double before = text.operations() + encode.map(Work::operations).orElse(0.0);
      Optional<Step> step = sizes.train(track.clip(), run.selection());
      if (step.isEmpty()) {
        unknown.add("activations of the denoiser: the backbone does not declare them");
      }
      Phase phase = step(track, step);
      phases.add(phase);
      phase
          .seconds()
          .ifPresent(
              seconds -> {
                double one = seconds + (track.prepared() ? 0 : compute(before));
                steps.put(track.name(), track.microBatches() * one);
              });
      if (encode.isEmpty()) {
        unknown.add("activations of the codec: the backbone does not declare them");
      }
    }
    run.generates().ifPresent(clip -> generate(clip, phases));
    if (!run.tracks().isEmpty()) {
      phases.add(new Phase("save", common(Part.DENOISER), Optional.empty()));
    }
    return new MemoryPlan(
        EnumWord.of(residency.mode()),
        machine,
        phases,
        run.disk(),
        steps,
        List.copyOf(unknown),
        List.of());
  }

  private void generate(Clip clip, List<Phase> phases) {
    String during = run.tracks().isEmpty() ? "" : "validation: ";
    if (run.tracks().isEmpty()) {
      Clip picture = new Clip(1, 1, clip.height(), clip.width(), 0);
      sizes
          .encode(picture)
          .ifPresent(
              work -> phases.add(phase("encode", Part.CODEC, work.bytes(), work.operations(), 0)));
    }
    sizes
        .predict(clip, run.selection())
        .ifPresent(
            work ->
                phases.add(
                    phase(
                        during + "denoise",
                        Part.DENOISER,
                        work.bytes(),
                        work.operations() * run.predictions(),
                        run.predictions())));
    sizes
        .decode(clip)
        .ifPresent(
            work ->
                phases.add(
                    phase(during + "decode", Part.CODEC, work.bytes(), work.operations(), 0)));
  }

  /** A clip and its references as the codec gets them: the references one by one. */
  private static Clip withReferences(Clip clip) {
    return new Clip(clip.samples(), clip.frames(), clip.height(), clip.width(), 0);
  }

  private Phase phase(String name, Part part, long activations, double operations, int passes) {
    List<Line> lines = common(part);
    lines.add(new Line(ACTIVATIONS, Place.DEVICE, activations));
    return new Phase(name, lines, Optional.of(seconds(operations, passes)));
  }

  private Phase step(PlannedRun.PlannedTrack track, Optional<Step> step) {
    List<Line> lines = common(Part.DENOISER);
    if (step.isEmpty()) {
      return new Phase("step " + track.name(), lines, Optional.empty());
    }
    lines.add(new Line("saved activations", Place.DEVICE, step.get().saved()));
    lines.add(new Line("one block at work", Place.DEVICE, step.get().working()));
    return new Phase(
        "step " + track.name(),
        lines,
        Optional.of(seconds(step.get().operations(), step.get().passes())));
  }

  /** What is there in a phase whatever it does. */
  private List<Line> common(Part needed) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("Java and PyTorch", Place.HOST, PROCESS));
    if (!machine.shared()) {
      lines.add(new Line("CUDA context", Place.DEVICE, CUDA_CONTEXT));
    }
    if (needs(Part.TEXT, needed) && sizes.textEncoder() > 0) {
      lines.add(new Line("text encoder", Place.DEVICE, sizes.textEncoder()));
    }
    if (needs(Part.CODEC, needed) && sizes.codec() > 0) {
      lines.add(new Line("codec", Place.DEVICE, sizes.codec()));
    }
    if (needs(Part.DENOISER, needed)) {
      Held held = sizes.denoiser();
      lines.add(new Line("denoiser", Place.DEVICE, held.resident()));
      if (held.passing() > 0) {
        lines.add(new Line("denoiser, streamed", Place.DEVICE, held.passing()));
      }
    }
    lines.addAll(run.trained());
    long queues = run.tracks().stream().mapToLong(PlannedRun.PlannedTrack::queue).sum();
    if (queues > 0) {
      lines.add(new Line("samples read ahead", Place.HOST, queues));
    }
    return lines;
  }

  private boolean needs(Part part, Part needed) {
    return !residency.isPhased() || part == needed;
  }

  /** Streamed weights come while blocks compute: the slower of both counts. */
  private double seconds(double operations, int passes) {
    double reading =
        passes * sizes.denoiser().read() / (machine.rates().gigabytesPerSecond() * GIGA);
    return Math.max(compute(operations), reading);
  }

  private double compute(double operations) {
    return operations / (machine.rates().teraflops() * TERA);
  }
}
