package org.sdvgen.cli.endtoend;

import java.util.List;
import java.util.regex.Pattern;
import org.sdvgen.cli.endtoend.DebuggedProgram.Place;

/**
 * Kinds of lines before which a program is killed, each in turn, whatever share of lines it has.
 */
enum KillKind {
  /** Steps, and what is between them. */
  STEPS(KillStage.ADAPTER, ".*", "host.training.TrainingLoop$Pass"),
  /** Bringing files and folders to the disk. */
  FORCING(KillStage.ADAPTER, ".*", "runtime.io.Forcing"),
  /** Writing a checkpoint's folder and putting it in place. */
  FOLDERS(
      KillStage.ADAPTER,
      "replace|lambda.*|save|withFiles",
      "runtime.io.AtomicFolder",
      "host.checkpoint.CheckpointStore"),
  /** Removing older checkpoints. */
  REMOVING(
      KillStage.ADAPTER,
      "retire|deleteTree|remove|prune",
      "runtime.io.AtomicFolder",
      "host.checkpoint.CheckpointStore"),
  /** Writing a file and putting it in place. */
  FILES(KillStage.ADAPTER, ".*", "runtime.io.AtomicFile"),
  /** Writing a run's state and checksums. */
  STATE(
      KillStage.ADAPTER,
      ".*",
      "host.checkpoint.StateText",
      "host.checkpoint.TrainerState",
      "host.training.RuleMemory",
      "runtime.io.Checksum"),
  /** Writing the result, in the end. */
  RESULT(
      KillStage.ADAPTER,
      "finish|summarize|save",
      "host.training.TrainedAdapter",
      "host.training.TrainingLoop$Pass"),
  /** Cutting back figures, events and clips. */
  CUTTING_BACK(
      KillStage.RESUMED,
      "open|cutBack|lengthBefore",
      "host.logs.GrowingFile",
      "host.logs.GrowingFiles",
      "host.logs.EventLog",
      "host.logs.ValidationFolder",
      "host.tensorboard.EventScan"),
  /** Removing what the killed run left half written, and older checkpoints. */
  TIDYING(
      KillStage.RESUMED,
      "removeLeftOvers|prune|remove|retire|deleteTree",
      "host.checkpoint.CheckpointStore",
      "runtime.io.AtomicFolder"),
  /** Putting back what the checkpoint holds. */
  RESTORING(
      KillStage.RESUMED,
      "restore|open|load|trainAlone",
      "host.checkpoint.CheckpointStore",
      "host.training.OptimizerState",
      "host.training.MovingAverage",
      "host.training.SkippedStepCounter",
      "host.training.RuleMemory",
      "host.training.TrainedAdapter",
      "host.training.TrainingRun"),
  /** Generating clips and measuring. */
  VALIDATING(
      KillStage.RESUMED,
      "beforeStep|generate|write|ofResult|lambda.*",
      "host.training.Validation",
      "host.training.Validation$Subject",
      "host.training.ValidationClips",
      "host.logs.ValidationFolder"),
  /** Writing figures and events. */
  FIGURES(
      KillStage.RESUMED,
      "write|append|force|save|stepFinished|validationGenerated",
      "host.logs.MetricsLog",
      "host.logs.StepLog",
      "host.logs.GrowingFile",
      "host.logs.GrowingFiles",
      "host.logs.EventLog"),
  /** Writing the page of the run. */
  REPORT(KillStage.RESUMED, ".*", "host.page.RunReport", "host.page.HtmlPage"),
  /** Writing entries of the cache. */
  CACHE(KillStage.RESUMED, "write|file", "host.cache.EntryStore"),
  /** Steps of a base, and its checkpoints. */
  BASE_STEPS(
      KillStage.BASE,
      "takeStep|compute|save|replace|lambda.*",
      "host.training.TrainingLoop$Pass",
      "host.training.TrainedBase",
      "host.training.OptimizerState",
      "runtime.io.AtomicFolder"),
  /** Writing the finished model's folder. */
  BASE_MODEL(
      KillStage.BASE,
      "finish|lambda.*|write|add|close",
      "host.training.TrainedBase",
      "runtime.weights.ShardedWriter");

  private static final String PACKAGE = "org.sdvgen.";

  private final KillStage stage;
  private final Pattern methods;

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives lists that never change
  private final List<String> types;

  KillKind(KillStage stage, String methods, String... types) {
    this.stage = stage;
    this.methods = Pattern.compile(methods);
    this.types = List.of(types).stream().map(type -> PACKAGE + type).toList();
  }

  /** The program that has such lines. */
  KillStage stage() {
    return stage;
  }

  /** Full names of the classes that have such lines. */
  List<String> types() {
    return types;
  }

  boolean matches(Place place) {
    return types.contains(place.type()) && methods.matcher(place.method()).matches();
  }
}
