package org.sdvgen.host.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.GradientAnalyzer;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.checkpoint.RunLock;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.logs.StepLog;
import org.sdvgen.host.page.RunPlots;

/** Compares gradients at the start and at the checkpoints of a run. */
public final class CheckpointAnalysis implements GradientAnalyzer {
  private final TrainingParts parts;
  private final Path outputDir;

  /**
   * An analysis of the run in the configured output directory.
   *
   * @param parts what the run works with
   * @throws InputException if the configuration compares no gradients
   */
  public CheckpointAnalysis(TrainingParts parts) {
    if (!parts.config().analysis().isOn()) {
      throw new InputException(
          parts.config().source()
              + ": analysis.steps is 0, so no gradients are compared: set it above 0");
    }
    this.parts = parts;
    outputDir = parts.config().checkpoints().outputDir();
  }

  @Override
  @SuppressWarnings("try") // the lock is in force while it is open
  public List<Path> analyze(Consumer<GradientReport> listener) {
    try (RunLock lock = RunLock.take(outputDir, parts.notices())) {
      return compareAll(listener);
    }
  }

  private List<Path> compareAll(Consumer<GradientReport> listener) {
    TrainedWeights weights = TrainedWeights.begin(parts);
    List<ResumePoint> checkpoints = checkpoints();
    List<GradientReport> reports = new ArrayList<>();
    reports.add(compare(weights.present(), 0));
    listener.accept(reports.get(0));
    for (ResumePoint checkpoint : checkpoints) {
      weights.load(checkpoint.folder(), TrainedWeights.Kind.LATEST);
      GradientReport report = compare(weights.present(), checkpoint.state().step());
      reports.add(report);
      listener.accept(report);
    }
    weights.present().close();
    return write(reports);
  }

  private GradientReport compare(TrainableWeights weights, long step) {
    TrainingModel model = parts.views().with(Tuning.of(weights));
    return new GradientAnalysis(parts, weights.parameters(), model).at(step);
  }

  /** The checkpoints after step 0, each made by a run with the same samples as this one. */
  private List<ResumePoint> checkpoints() {
    TrainerState now = RunIdentity.of(parts).at(0);
    List<ResumePoint> points = new ArrayList<>();
    for (Path folder : new CheckpointStore(outputDir, Retention.ALL).list()) {
      ResumePoint point = new ResumePoint(folder, CheckpointStore.verify(folder));
      new ResumeCheck(point, now, parts.config(), parts.notices()).requireSameRun();
      if (point.state().step() > 0) {
        points.add(point);
      }
    }
    if (points.isEmpty()) {
      throw new InputException(
          outputDir + " holds no checkpoint to analyse: train first, or set output_dir");
    }
    return points;
  }

  private List<Path> write(List<GradientReport> reports) {
    try (GrowingFiles files = new GrowingFiles(outputDir)) {
      StepLog log = StepLog.open(files, GradientMonitor.FILE);
      files.cutBack(0);
      reports.forEach(report -> log.write(report.step(), GradientMonitor.figures(report)));
    }
    List<Path> written = new ArrayList<>(List.of(outputDir.resolve(GradientMonitor.FILE)));
    written.addAll(RunPlots.write(outputDir));
    return written;
  }
}
