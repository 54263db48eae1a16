package org.sdvgen.host.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.ValidationReport;
import org.sdvgen.host.config.ReportTo;
import org.sdvgen.host.tensorboard.EventScan;
import org.sdvgen.host.tensorboard.Events;
import org.sdvgen.host.tensorboard.PngPicture;

/** Writes what a run tells into a growing file that TensorBoard reads. */
public final class EventLog implements TrainingListener {
  /** TensorBoard takes files with {@code tfevents} in their names. */
  static final String FILE = "events.out.tfevents.sdvgen";

  private final GrowingFile file;
  private final Events events;

  private EventLog(GrowingFile file, Events events) {
    this.file = file;
    this.events = events;
  }

  /**
   * Opens the file.
   *
   * @param reportTo whether the log is wanted
   * @param files the run's growing files, which cut it back and close it
   * @return the open log; empty if it is not wanted
   * @throws InputException if the file cannot be read or written
   */
  public static Optional<EventLog> open(ReportTo reportTo, GrowingFiles files) {
    boolean wanted = reportTo == ReportTo.TENSORBOARD;
    if (!wanted && !files.exists(FILE)) {
      return Optional.empty();
    }
    GrowingFile file = files.open(FILE, EventScan::lengthBefore);
    return wanted
        ? Optional.of(new EventLog(file, new Events(InstantSource.system())))
        : Optional.empty();
  }

  /** Adds a record; the first one in a file, and the earliest, says how to read the others. */
  private void append(Supplier<byte[]> record) {
    if (file.isEmpty()) {
      file.append(events.version());
    }
    file.append(record.get());
  }

  @Override
  public void stepFinished(StepReport report) {
    Map<String, Double> values = new LinkedHashMap<>();
    report.losses().forEach((track, loss) -> values.put("loss/" + track, loss));
    report.details().forEach((name, value) -> values.put("details/" + name, value));
    values.put("grad_norm", report.gradientNorm());
    values.put("lr", report.learningRate());
    values.put("samples_per_second", report.samples().size() / report.seconds());
    append(() -> events.scalars(report.step(), values));
  }

  @Override
  public void heldOutLossMeasured(HeldOutReport report) {
    Map<String, Double> values = new LinkedHashMap<>();
    report.losses().forEach((track, loss) -> values.put("held_out_loss/" + track, loss));
    append(() -> events.scalars(report.step(), values));
  }

  @Override
  public void gradientsCompared(GradientReport report) {
    Map<String, Double> values = new LinkedHashMap<>();
    report.groups().forEach((name, group) -> values.put("gradient_cosine/" + name, group.cosine()));
    append(() -> events.scalars(report.step(), values));
  }

  @Override
  public void validationGenerated(ValidationReport report) {
    List<ValidationReport.Clip> clips = report.clips();
    for (int i = 0; i < clips.size(); i++) {
      String tag = String.format(Locale.ROOT, "validation/%02d %s", i, clips.get(i).prompt());
      PngPicture strip = new PngPicture(read(clips.get(i).strip()));
      append(() -> events.image(report.step(), tag, strip));
    }
  }

  private static byte[] read(Path picture) {
    try {
      return Files.readAllBytes(picture);
    } catch (IOException e) {
      throw new InputException(picture + " cannot be read: " + e, e);
    }
  }
}
