package org.sdvgen.host.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.weights.AtomicFile;

/**
 * A file with one JSON object per line, each with its {@code step}, ascending. When a run is
 * resumed the file is cut back, so that no step is in it twice.
 */
final class StepLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final FileChannel channel;

  private StepLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the file and cuts off what belongs to steps that will be taken again.
   *
   * @param file the file; made if it is not there
   * @param firstStep the step that comes next
   * @return the open log
   * @throws InputException if the file cannot be read or written
   */
  static StepLog open(Path file, long firstStep) {
    try {
      List<String> kept = Files.exists(file) ? linesBefore(file, firstStep) : List.of();
      byte[] text = String.join("", kept).getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(text)));
      return new StepLog(file, FileChannel.open(file, StandardOpenOption.APPEND));
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
   * @param step the line's step
   * @param figures what else it holds
   * @throws InputException if the file cannot be written
   */
  void write(long step, ObjectNode figures) {
    ObjectNode line = JSON.createObjectNode();
    line.put("step", step);
    line.setAll(figures);
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Brings all lines to the disk, as before a checkpoint that will count on them. */
  void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static InputException failure(Path file, IOException e) {
    return new InputException(
        file + ": the figures cannot be written (" + e + "): check free space and permissions", e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }
}
