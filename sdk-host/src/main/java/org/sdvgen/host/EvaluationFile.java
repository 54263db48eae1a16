package org.sdvgen.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.host.EvaluationSummary.Statistic;
import org.sdvgen.runtime.io.AtomicFile;

/** An evaluation as JSON; the keys are those of the records, in snake case. */
final class EvaluationFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EvaluationFile() {}

  /**
   * Writes an evaluation.
   *
   * @param file replaced only when the new one is whole
   * @param summary the evaluation
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  static void write(Path file, EvaluationSummary summary) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode adapters = root.putArray("adapters");
    for (AdapterUse use : summary.request().adapters()) {
      adapters.addObject().put("file", use.file().toString()).put("weight", use.weight());
    }
    root.put("with_reference", summary.request().withReference());
    root.put("marks_subject", summary.request().marksSubject());
    ObjectNode scores = root.putObject("scores");
    summary.scores().forEach(score -> put(scores.putObject(score.info().name()), score));
    summary.clips().forEach(clip -> put(root.withArray("clips").addObject(), clip));
    byte[] text = (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(file, temporary -> Files.write(temporary, text));
  }

  private static void put(ObjectNode node, EvaluationSummary.Score score) {
    node.put("unit", score.info().unit());
    node.put("description", score.info().description());
    put(node, "value", score.value());
    put(node, "chance", score.chance());
    put(node, "ceiling", score.ceiling());
  }

  private static void put(ObjectNode node, String key, Optional<Statistic> statistic) {
    statistic.ifPresent(
        value ->
            node.putObject(key)
                .put("mean", value.mean())
                .put("standard_error", value.standardError())
                .put("count", value.count()));
  }

  private static void put(ObjectNode node, EvaluationSummary.Clip clip) {
    node.put("sample", clip.sample()).put("prompt", clip.prompt()).put("seed", clip.seed());
    ObjectNode scores = node.putObject("scores");
    clip.scores().forEach(scores::put);
  }
}
