package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Example;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.training.StepGradient.Part;
import org.sdvgen.host.training.TrainingLoop.TakenStep;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.io.AtomicFolder;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/**
 * The end of a run whose numbers stay not finite. The inputs of its last step are kept in the
 * folder {@code diverged-step-N}: the parameters, the pixels of the samples, and in {@code
 * inputs.json} their names, prompts and the keys of all random numbers.
 */
public final class Divergence {
  private final Backbone backbone;
  private final CheckpointSettings checkpoints;
  private final RunSettings run;

  /**
   * An end that may come.
   *
   * @param backbone the model
   * @param checkpoints the run's folder
   * @param run how many steps may be skipped, and the seed
   */
  @Inject
  Divergence(Backbone backbone, CheckpointSettings checkpoints, RunSettings run) {
    this.backbone = backbone;
    this.checkpoints = checkpoints;
    this.run = run;
  }

  /**
   * Keeps the inputs of a step.
   *
   * @param taken the step
   * @param weights writes the parameters
   * @param feeds load the samples again
   * @return the error that ends the run
   */
  InputException end(TakenStep taken, TrainedWeights weights, Map<String, SampleFeed> feeds) {
    StepReport report = taken.report();
    Path folder = checkpoints.outputDir().resolve("diverged-step-" + report.step());
    AtomicFolder.replace(
        folder,
        empty -> {
          weights.save(empty, TrainedWeights.Kind.LATEST, report.step());
          write(empty, taken, feeds);
        });
    return new InputException(
        String.format(
            Locale.ROOT,
            ("training stopped at step %d: %s (max_skipped_steps = %d in a row were skipped);"
                + " samples: %s. No skipped step has changed the parameters, and earlier"
                + " checkpoints are untouched. %s holds the samples, random seeds and parameters"
                + " of this step. Look at them, or lower learning_rate, and resume"),
            report.step(),
            report.skipped().orElseThrow(),
            run.maxSkippedSteps(),
            ids(taken.suspects()),
            folder));
  }

  private static String ids(List<Part> suspects) {
    return suspects.stream()
        .flatMap(part -> part.samples().stream())
        .collect(Collectors.joining(", "));
  }

  private void write(Path folder, TakenStep taken, Map<String, SampleFeed> feeds) {
    StepReport report = taken.report();
    ObjectNode inputs = JsonNodeFactory.instance.objectNode();
    inputs.put("step", report.step()).put("problem", report.skipped().orElseThrow());
    inputs.put("seed", run.seed()).put("learning_rate", report.learningRate());
    ArrayNode samples = inputs.putArray("samples");
    for (Part part : taken.suspects()) {
      for (int i = 0; i < part.samples().size(); i++) {
        samples.add(sample(folder, feed(part.track(), feeds), part, part.first() + i));
      }
    }
    byte[] text = inputs.toPrettyString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        folder.resolve("inputs.json"), channel -> channel.write(ByteBuffer.wrap(text)));
  }

  private static SampleFeed feed(String track, Map<String, SampleFeed> feeds) {
    SampleFeed feed = feeds.get(track);
    if (feed == null) {
      throw new IllegalStateException("no samples for track " + track);
    }
    return feed;
  }

  /**
   * Writes a sample's pixels and describes it; random numbers are keyed by seed, step, position.
   */
  private ObjectNode sample(Path folder, SampleFeed feed, Part part, long position) {
    Example example = feed.load(position);
    String file = String.format(Locale.ROOT, "%s-%d.safetensors", part.track(), position);
    try (NDManager scope = backbone.newScope()) {
      Map<String, NDArray> pixels = new LinkedHashMap<>();
      example
          .clips()
          .forEach((role, clip) -> pixels.put(role, PixelClip.stack(List.of(clip), scope)));
      SafetensorsWriter.write(folder.resolve(file), pixels, Map.of("id", example.id()));
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("track", part.track())
        .put("position", position)
        .put("id", example.id())
        .put("prompt", example.prompt())
        .put("pixels", file);
  }
}
