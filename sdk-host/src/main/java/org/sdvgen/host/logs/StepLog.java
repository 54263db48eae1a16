package org.sdvgen.host.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A growing file with one JSON object per line, each with its {@code step}, ascending. */
public final class StepLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GrowingFile file;

  private StepLog(GrowingFile file) {
    this.file = file;
  }

  /**
   * Opens a log.
   *
   * @param files the run's growing files, which cut it back and close it
   * @param name the log's name
   * @return the open log
   * @throws org.sdvgen.api.error.InputException if the file cannot be read or written
   */
  public static StepLog open(GrowingFiles files, String name) {
    return new StepLog(files.open(name, StepLog::lengthBefore));
  }

  private static long lengthBefore(InputStream content, long firstStep) throws IOException {
    long length = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = content.read(); next >= 0; next = content.read()) {
      line.write(next);
      if (next == '\n') {
        if (!isBefore(line.toByteArray(), firstStep)) {
          break;
        }
        length += line.size();
        line.reset();
      }
    }
    return length;
  }

  /** Whether a line is whole and of an earlier step; a power cut may leave zeros in one. */
  private static boolean isBefore(byte[] line, long firstStep) {
    try {
      JsonNode step = JSON.readTree(line).path("step");
      return step.isIntegralNumber() && step.longValue() < firstStep;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Adds a line.
   *
   * @param step the line's step
   * @param figures its further figures
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public void write(long step, ObjectNode figures) {
    ObjectNode line = JSON.createObjectNode();
    line.put("step", step);
    line.setAll(figures);
    file.append((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
