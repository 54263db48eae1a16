package org.sdvgen.host.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.StepReport;
import org.sdvgen.runtime.weights.AtomicFile;

/** The file {@code metrics.jsonl}: one JSON object per optimizer step, none twice. */
final class MetricsLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Writer writer;

  private MetricsLog(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Opens the file and cuts off what belongs to steps that will be taken again.
   *
   * @param file the file; made if it is not there
   * @param firstStep the step that comes next
   * @return the open log
   * @throws InputException if the file cannot be read or written
   */
  static MetricsLog open(Path file, long firstStep) {
    try {
      List<String> kept = Files.exists(file) ? linesBefore(file, firstStep) : List.of();
      byte[] text = String.join("", kept).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(text)));
      return new MetricsLog(file, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static List<String> linesBefore(Path file, long firstStep) throws IOException {
    List<String> kept = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (stepOf(line) >= 0 && stepOf(line) < firstStep) {
        kept.add(line + "\n");
      }
    }
    return kept;
  }

  /** The line's step, or -1 for a line that a crash cut off. */
  private static long stepOf(String line) {
    try {
      JsonNode step = JSON.readTree(line).path("step");
      return step.isIntegralNumber() ? step.longValue() : -1;
    } catch (JsonProcessingException e) {
      return -1;
    }
  }

  /**
   * Adds a line.
   *
   * @param report the step's figures
   * @throws InputException if the file cannot be written
   */
  void write(StepReport report) {
    ObjectNode line = JSON.createObjectNode();
    line.put("step", report.step());
    line.put("track", String.join("+", report.losses().keySet()));
    if (report.losses().size() == 1) {
      line.put("loss", report.losses().values().iterator().next());
    } else {
      report.losses().forEach(line.putObject("losses")::put);
    }
    line.put("grad_norm", report.gradientNorm());
    line.put("lr", report.learningRate());
    line.put("seconds", report.seconds());
    report.samples().forEach(line.putArray("samples")::add);
    report.details().forEach(line::put);
    try {
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static InputException failure(Path file, IOException e) {
    return new InputException(
        file + ": the metrics cannot be written (" + e + "): check free space and permissions", e);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }
}
