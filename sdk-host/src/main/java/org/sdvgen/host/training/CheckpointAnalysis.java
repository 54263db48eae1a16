package org.sdvgen.host.training;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.GradientAnalyzer;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.checkpoint.RunLock;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.config.AnalysisSettings;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.logs.StepLog;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.host.page.RunPlots;

/** Compares gradients at the start and at the checkpoints of a run. */
public final class CheckpointAnalysis implements GradientAnalyzer {
  private final Path outputDir;
  private final Backbone backbone;
  private final ModelViews views;
  private final Provider<TrainedWeights> weights;
  private final GradientAnalysis analysis;
  private final RunIdentity identity;
  private final Resumption resumption;
  private final Notices notices;

  /**
   * An analysis of the run in the configured output directory.
   *
   * @param settings whether gradients are compared
   * @param written the configuration's name
   * @param checkpoints the output directory
   * @param backbone the model
   * @param views the model as objectives see it
   * @param weights makes what is trained
   * @param analysis compares gradients
   * @param identity compared with every checkpoint
   * @param resumption compares them
   * @param notices is told of changes since a checkpoint
   * @throws InputException if the configuration compares no gradients
   */
  @Inject
  CheckpointAnalysis(
      AnalysisSettings settings,
      WrittenSettings written,
      CheckpointSettings checkpoints,
      Backbone backbone,
      ModelViews views,
      Provider<TrainedWeights> weights,
      GradientAnalysis analysis,
      RunIdentity identity,
      Resumption resumption,
      Notices notices) {
    if (!settings.isOn()) {
      throw new InputException(
          written.source() + ": analysis.steps is 0, so no gradients are compared: set it above 0");
    }
    outputDir = checkpoints.outputDir();
    this.backbone = backbone;
    this.views = views;
    this.weights = weights;
    this.analysis = analysis;
    this.identity = identity;
    this.resumption = resumption;
    this.notices = notices;
  }

  @Override
  @SuppressWarnings("try") // the lock is held while it is open
  public List<Path> analyze(Consumer<GradientReport> listener) {
    try (RunLock lock = RunLock.take(outputDir, notices)) {
      return compareAll(listener);
    }
  }

  private List<Path> compareAll(Consumer<GradientReport> listener) {
    TrainedWeights trained = weights.get();
    List<ResumePoint> checkpoints = checkpoints();
    List<GradientReport> reports = new ArrayList<>();
    reports.add(compare(trained.present(), 0));
    listener.accept(reports.get(0));
    for (ResumePoint checkpoint : checkpoints) {
      trained.load(checkpoint);
      GradientReport report = compare(trained.present(), checkpoint.state().step());
      reports.add(report);
      listener.accept(report);
    }
    trained.present().close();
    return write(reports);
  }

  private GradientReport compare(TrainableWeights trained, long step) {
    TrainingModel model = views.with(Tuning.of(trained));
    return analysis.at(step, trained.parameters(), model);
  }

  /** The checkpoints after step 0, each made by a run with the same samples as this one. */
  private List<ResumePoint> checkpoints() {
    TrainerState now = identity.with(backbone);
    List<ResumePoint> points = new ArrayList<>();
    for (Path folder : new CheckpointStore(outputDir, Retention.ALL).list()) {
      ResumePoint point = new ResumePoint(folder, CheckpointStore.verify(folder));
      resumption.compare(point, now).requireSameRun();
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
