package org.sdvgen.host.memory;

import ai.djl.ndarray.types.Shape;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.MemoryOutline.Clip;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.update.KeptGradients;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.MemoryPlan.Line;
import org.sdvgen.host.MemoryPlan.Place;
import org.sdvgen.host.ShapeCount;
import org.sdvgen.host.config.AnalysisSettings;
import org.sdvgen.host.config.CacheSettings;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.EmaSettings;
import org.sdvgen.host.config.MemorySettings;
import org.sdvgen.host.config.OptimizerName;
import org.sdvgen.host.config.OptimizerSettings;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.TrainableSettings;
import org.sdvgen.host.config.ValidationSettings;
import org.sdvgen.host.samples.Track;

/** Plans the memory of the run that a configuration describes. */
public final class MemoryPlanner {
  private static final int CHANNELS = 3;

  /** Mean and deviation of a clip's latents. */
  private static final int LATENT_ARRAYS = 2;

  private final RunSettings run;
  private final OptimizerSettings optimizer;
  private final EmaSettings ema;
  private final MemorySettings memory;
  private final TrainableSettings trainable;
  private final LoraSettings lora;
  private final AnalysisSettings analysis;
  private final CacheSettings cache;
  private final CheckpointSettings checkpoints;
  private final ValidationSettings validation;
  private final GenerationSettings generation;
  private final List<ComponentChoice<UpdateRule>> rules;

  /**
   * Ready to plan.
   *
   * @param run threads that read samples
   * @param optimizer its kind
   * @param ema whether an average is kept
   * @param memory how long weights stay
   * @param trainable the selection of trained parameters
   * @param lora the adapter
   * @param analysis whether gradients are compared
   * @param cache whether latents are kept
   * @param checkpoints how many are kept
   * @param validation whether clips are generated
   * @param generation their sizes
   * @param rules rules that keep gradients
   */
  @Inject
  MemoryPlanner(
      RunSettings run,
      OptimizerSettings optimizer,
      EmaSettings ema,
      MemorySettings memory,
      TrainableSettings trainable,
      LoraSettings lora,
      AnalysisSettings analysis,
      CacheSettings cache,
      CheckpointSettings checkpoints,
      ValidationSettings validation,
      GenerationSettings generation,
      List<ComponentChoice<UpdateRule>> rules) {
    this.run = run;
    this.optimizer = optimizer;
    this.ema = ema;
    this.memory = memory;
    this.trainable = trainable;
    this.lora = lora;
    this.analysis = analysis;
    this.cache = cache;
    this.checkpoints = checkpoints;
    this.validation = validation;
    this.generation = generation;
    this.rules = rules;
  }

  /**
   * A residency and the plan that it was chosen by.
   *
   * @param residency how long weights stay
   * @param plan the plan with it
   */
  public record Decision(Residency residency, MemoryPlan plan) {}

  /**
   * Plans for a machine.
   *
   * @param outline the model
   * @param tracks the tracks; none to generate only
   * @param machine the machine
   * @return the plan, with remedies if it does not fit
   */
  public MemoryPlan plan(BackboneOutline outline, List<Track> tracks, Machine machine) {
    return decide(outline, tracks, machine).plan();
  }

  /**
   * Plans with the residency that is asked for, or with the first that fits; if none does, with the
   * one that takes least.
   *
   * @param outline the model
   * @param tracks the tracks; none to generate only
   * @param machine the machine
   * @return the residency and its plan, with remedies if it does not fit
   */
  public Decision decide(BackboneOutline outline, List<Track> tracks, Machine machine) {
    MemoryOutline sizes = sizes(outline);
    PlannedRun planned = run(outline, tracks);
    Decision decision =
        memory
            .chosen()
            .map(mode -> new Residency(mode, OptionalInt.empty()))
            .map(residency -> decision(sizes, planned, machine, residency))
            .orElseGet(() -> first(sizes, planned, machine));
    MemoryPlan plan = decision.plan();
    if (plan.fits()) {
      return decision;
    }
    List<MemoryPlan.Remedy> remedies =
        new Remedies(sizes, planned, machine, decision.residency().isPhased()).of(plan);
    return new Decision(
        decision.residency(),
        new MemoryPlan(
            plan.mode(),
            machine,
            plan.phases(),
            plan.disk(),
            plan.secondsPerStep(),
            plan.unknown(),
            remedies));
  }

  private static Decision decision(
      MemoryOutline sizes, PlannedRun planned, Machine machine, Residency residency) {
    MemoryOutline own = sizes;
    if (residency.mode() == Residency.Mode.STREAM) {
      int resident = residency.residentBlocks().orElse(0);
      own = sizes.with(Map.of(MemoryOutline.RESIDENT_BLOCKS, String.valueOf(resident)));
    }
    return new Decision(residency, new PhaseSums(own, planned, machine, residency).plan());
  }

  /** The first residency that fits: resident, phased, streamed with as many blocks as fit. */
  private static Decision first(MemoryOutline sizes, PlannedRun planned, Machine machine) {
    Decision decision = decision(sizes, planned, machine, Residency.RESIDENT);
    if (decision.plan().fits()) {
      return decision;
    }
    decision =
        decision(
            sizes, planned, machine, new Residency(Residency.Mode.PHASED, OptionalInt.empty()));
    if (decision.plan().fits()) {
      return decision;
    }
    for (int blocks = blocks(sizes) - 1; blocks >= 0; blocks--) {
      Residency streamed = new Residency(Residency.Mode.STREAM, OptionalInt.of(blocks));
      decision = decision(sizes, planned, machine, streamed);
      if (decision.plan().fits()) {
        return decision;
      }
    }
    return decision;
  }

  /** Blocks that may be streamed; 0 where the settings say how many are, or nobody knows. */
  private static int blocks(MemoryOutline sizes) {
    return sizes.choices().stream()
        .filter(choice -> choice.key().equals(MemoryOutline.RESIDENT_BLOCKS))
        .filter(choice -> choice.values().size() > 1)
        .mapToInt(choice -> Integer.parseInt(choice.values().get(0)))
        .findFirst()
        .orElse(0);
  }

  /**
   * Describes this machine as far as a model uses it.
   *
   * @param outline the model
   * @return this machine
   */
  public Machine found(BackboneOutline outline) {
    return FoundMachine.of(sizes(outline).device());
  }

  private static MemoryOutline sizes(BackboneOutline outline) {
    return outline
        .memory()
        .orElseGet(
            () -> new WeightsOnly(outline.trainable(new Selection.Base(List.of(".*"))).values()));
  }

  private PlannedRun run(BackboneOutline outline, List<Track> tracks) {
    Selection selection =
        trainable.mode() == TrainableSettings.Mode.BASE
            ? new Selection.Base(trainable.patterns())
            : new Selection.Adapter(lora);
    Collection<Shape> trained = outline.trainable(selection).values();
    Optional<Clip> generates =
        tracks.isEmpty() || validation.generatesClips()
            ? Optional.of(generated(outline.spec().shapes()))
            : Optional.empty();
    return new PlannedRun(
        selection,
        tracks.isEmpty() ? List.of() : trained(trained),
        tracks.stream().map(this::track).toList(),
        generates,
        predictions(outline),
        tracks.isEmpty() ? List.of() : disk(outline, tracks, trained));
  }

  private int predictions(BackboneOutline outline) {
    int steps = generation.numInferenceSteps().orElse(outline.spec().sampling().steps());
    double scale = generation.guidanceScale().orElse(outline.spec().sampling().guidanceScale());
    return scale > 1 ? 2 * steps : steps;
  }

  private Clip generated(ShapeRules rules) {
    return new Clip(
        1,
        generation.numFrames().orElse(rules.frames()),
        generation.height().orElse(rules.height()),
        generation.width().orElse(rules.width()),
        1);
  }

  /** Everything of fp32 that is as large as what is trained. */
  private List<Line> trained(Collection<Shape> shapes) {
    List<Line> lines = new ArrayList<>();
    long bytes = fp32(shapes);
    long parameters = shapes.stream().mapToLong(Shape::size).sum();
    boolean adapter = trainable.mode() == TrainableSettings.Mode.ADAPTER;
    lines.add(device(adapter ? "adapter" : "weights in training", bytes));
    lines.add(device("gradients", bytes));
    lines.add(device("optimizer", moments(optimizer.optimizer(), shapes)));
    if (ema.useEma()) {
      lines.add(device("moving average", bytes));
    }
    if (!rules.isEmpty()) {
      lines.add(device("initial values", bytes));
    }
    for (ComponentChoice<UpdateRule> rule : rules) {
      if (rule.config() instanceof KeptGradients kept) {
        lines.add(new Line(rule.name(), place(kept.keeper()), kept.bytes(parameters)));
      }
    }
    if (analysis.steps() > 0) {
      lines.add(device("compared gradients", 2 * bytes));
    }
    return lines;
  }

  private static Place place(KeptGradients.Keeper keeper) {
    return switch (keeper) {
      case DEVICE -> Place.DEVICE;
      case HOST -> Place.HOST;
      case DISK -> Place.DISK;
    };
  }

  /**
   * Counts an optimizer's state: AdamW keeps two moments of a parameter, Muon one momentum of a
   * matrix and leaves the others to AdamW.
   *
   * @param optimizer the kind
   * @param shapes shapes of the trained parameters
   * @return bytes, but for single numbers
   */
  public static long moments(OptimizerName optimizer, Collection<Shape> shapes) {
    return shapes.stream()
        .mapToLong(
            shape -> {
              boolean one = optimizer == OptimizerName.MUON && shape.dimension() == 2;
              return (one ? 1 : 2) * shape.size() * Float.BYTES;
            })
        .sum();
  }

  private static long fp32(Collection<Shape> shapes) {
    return shapes.stream().mapToLong(shape -> shape.size() * Float.BYTES).sum();
  }

  private static Line device(String part, long bytes) {
    return new Line(part, Place.DEVICE, bytes);
  }

  private PlannedRun.PlannedTrack track(Track track) {
    TrackShape shape = largest(track);
    int references = track.objective().references().isEmpty() ? 0 : 1;
    Clip clip =
        new Clip(track.microBatchSize(), shape.frames(), shape.height(), shape.width(), references);
    int waiting =
        run.dataloaderNumWorkers() == 0
            ? 0
            : Math.max(track.microBatchSize(), run.dataloaderNumWorkers());
    long picture = (long) CHANNELS * shape.height() * shape.width() * Float.BYTES;
    long example = picture * (shape.frames() + references);
    int batches = (track.batchSize() + track.microBatchSize() - 1) / track.microBatchSize();
    return new PlannedRun.PlannedTrack(
        track.name(),
        clip,
        batches,
        example * (waiting + track.microBatchSize()),
        cache.folder().isPresent() && cache.variants() > 0);
  }

  private static TrackShape largest(Track track) {
    return track.data().shapeCounts().stream()
        .map(ShapeCount::shape)
        .max(
            Comparator.comparingLong(
                shape -> (long) shape.frames() * shape.height() * shape.width()))
        .orElseThrow();
  }

  private List<Line> disk(BackboneOutline outline, List<Track> tracks, Collection<Shape> trained) {
    List<Line> lines = new ArrayList<>();
    long one =
        fp32(trained)
            + moments(optimizer.optimizer(), trained)
            + (ema.useEma() ? fp32(trained) : 0);
    lines.add(new Line("a checkpoint", Place.DISK, one));
    checkpoints
        .checkpointsTotalLimit()
        .ifPresent(
            most -> lines.add(new Line(most + " checkpoints at most", Place.DISK, most * one)));
    if (cache.folder().isPresent() && cache.variants() > 0) {
      long bytes =
          tracks.stream()
              .mapToLong(track -> track.data().size() * cache.variants() * latents(outline, track))
              .sum();
      lines.add(new Line("cached latents", Place.DISK, bytes));
    }
    return lines;
  }

  private static long latents(BackboneOutline outline, Track track) {
    LatentGeometry latents = outline.spec().latents();
    TrackShape shape = largest(track);
    long references = track.objective().references().isEmpty() ? 0 : 1;
    long factor = latents.spatialFactor();
    long channels = latents.channels();
    return LATENT_ARRAYS
        * channels
        * (latents.latentFrames(shape.frames()) + references)
        * (shape.height() / factor)
        * (shape.width() / factor)
        * Float.BYTES;
  }
}
