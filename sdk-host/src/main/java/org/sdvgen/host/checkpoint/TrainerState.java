package org.sdvgen.host.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.weights.AtomicFile;

/**
 * What a run must know to go on, beside its arrays: the file {@code trainer_state.json}.
 *
 * @param step optimizer steps taken
 * @param seed the run's seed
 * @param backbone the backbone's name
 * @param fingerprint digest of its pretrained weights
 * @param tracks where every track stands
 * @param skipped steps that changed nothing
 * @param policy the switch policy's name
 * @param policyState its memory
 * @param config the configuration as it was written
 * @param environment software and machine, which may decide the last bits
 * @param files sizes in bytes of the checkpoint's other files, by name
 */
public record TrainerState(
    long step,
    long seed,
    String backbone,
    String fingerprint,
    Map<String, TrackState> tracks,
    SkippedSteps skipped,
    String policy,
    Map<String, String> policyState,
    Map<String, String> config,
    Map<String, String> environment,
    Map<String, Long> files) {
  /** Name of the file. */
  public static final String FILE = "trainer_state.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Copies and sorts the maps, so that equal states are equal texts. */
  public TrainerState {
    tracks = new TreeMap<>(tracks);
    policyState = new TreeMap<>(policyState);
    config = new TreeMap<>(config);
    environment = new TreeMap<>(environment);
    files = new TreeMap<>(files);
  }

  /**
   * Where a track stands.
   *
   * @param position samples taken from its stream
   * @param batchSize samples of one step
   * @param samples size of its data source, which decides the order
   */
  public record TrackState(long position, int batchSize, long samples) {}

  /**
   * Reads a checkpoint's state.
   *
   * @param checkpoint the checkpoint's folder
   * @return the state
   * @throws InputException if the file is missing or damaged
   */
  public static TrainerState read(Path checkpoint) {
    Path file = checkpoint.resolve(FILE);
    try {
      return JSON.readValue(Files.readAllBytes(file), TrainerState.class);
    } catch (JacksonException e) {
      throw new InputException(
          "%s: not the state of a checkpoint: %s; resume from another checkpoint"
              .formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new InputException(
          "%s cannot be read (%s): the checkpoint is not whole; resume from another one"
              .formatted(file, e),
          e);
    }
  }

  /**
   * Writes this state.
   *
   * @param checkpoint the checkpoint's folder
   * @throws InputException if it cannot be written
   */
  public void write(Path checkpoint) {
    byte[] text = toBytes();
    AtomicFile.write(checkpoint.resolve(FILE), channel -> channel.write(ByteBuffer.wrap(text)));
  }

  private byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JacksonException e) {
      throw new IllegalStateException("a state that is no JSON", e);
    }
  }

  /**
   * This state with the sizes of the checkpoint's files.
   *
   * @param sizes bytes by file name
   * @return a copy
   */
  TrainerState withFiles(Map<String, Long> sizes) {
    return new TrainerState(
        step,
        seed,
        backbone,
        fingerprint,
        tracks,
        skipped,
        policy,
        policyState,
        config,
        environment,
        sizes);
  }
}
