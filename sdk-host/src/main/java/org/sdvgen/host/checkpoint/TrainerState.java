package org.sdvgen.host.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.AtomicFile;

/**
 * The state that a run resumes from, besides its arrays: the file {@code trainer_state.json}.
 *
 * @param step optimizer steps taken
 * @param seed the run's seed
 * @param backbone the backbone's name
 * @param fingerprint digest of its pretrained weights
 * @param model digest of everything that the model was read from; {@link #UNKNOWN} in a checkpoint
 *     of an earlier version
 * @param tracks the position of every track
 * @param skipped steps that changed nothing
 * @param policy the switch policy's name
 * @param policyState its memory
 * @param config the configuration as it was written
 * @param environment software and machine, which may decide the last bits
 * @param files sizes in bytes of the checkpoint's other files, by name
 * @param checksums of the same files; empty in a checkpoint of an earlier version
 */
public record TrainerState(
    long step,
    long seed,
    String backbone,
    String fingerprint,
    String model,
    Map<String, TrackState> tracks,
    SkippedSteps skipped,
    String policy,
    Map<String, String> policyState,
    Map<String, String> config,
    Map<String, String> environment,
    Map<String, Long> files,
    Map<String, String> checksums) {
  /** Name of the file. */
  public static final String FILE = "trainer_state.json";

  /** Stands for the digest of contents that nobody has computed. */
  public static final String UNKNOWN = "";

  /** More than any state has: a larger file is none. */
  private static final long LARGEST = 64L << 20;

  /** Copies and sorts the maps, so that equal states are equal texts, and checks the numbers. */
  public TrainerState {
    atLeast(0, "step", step);
    tracks = new TreeMap<>(tracks);
    policyState = new TreeMap<>(policyState);
    config = new TreeMap<>(config);
    environment = new TreeMap<>(environment);
    files = new TreeMap<>(files);
    checksums = new TreeMap<>(checksums);
    for (String name : files.keySet()) {
      if (name.isEmpty() || !name.matches("[^/\\\\\\p{Cntrl}]*") || name.startsWith("..")) {
        throw new IllegalArgumentException("files: not the name of a file: \"" + name + "\"");
      }
    }
    if (!checksums.isEmpty() && !checksums.keySet().equals(files.keySet())) {
      throw new IllegalArgumentException("files and checksums are of different names");
    }
  }

  private static void atLeast(long least, String key, long value) {
    if (value < least) {
      throw new IllegalArgumentException(key + " is " + value + ", below " + least);
    }
  }

  /**
   * The position of a track.
   *
   * @param position samples taken from its stream
   * @param batchSize samples of one step
   * @param samples size of its data source, which decides the order
   * @param data fingerprint of the samples; {@link TrainerState#UNKNOWN} in a checkpoint of an
   *     earlier version
   * @param microBatchSize samples that go through the model at once, where the memory plan has
   *     decided it when the run began; else 0
   */
  public record TrackState(
      long position, int batchSize, long samples, String data, int microBatchSize) {
    /** Checks the ranges. */
    public TrackState {
      atLeast(0, "position", position);
      atLeast(1, "batch_size", batchSize);
      atLeast(1, "samples", samples);
      atLeast(0, "micro_batch_size", microBatchSize);
    }
  }

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
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is larger than any state");
      }
      return StateText.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InputException(
          file + " is missing: the checkpoint is not whole; resume from another one", e);
    } catch (IOException e) {
      throw new InputException(
          "%s: not the state of a checkpoint: %s; resume from another checkpoint"
              .formatted(file, reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof JacksonException json
        ? String.valueOf(json.getOriginalMessage()).lines().findFirst().orElse("")
        : String.valueOf(e.getMessage());
  }

  /**
   * Writes this state.
   *
   * @param checkpoint the checkpoint's folder
   * @throws InputException if it cannot be written
   */
  public void write(Path checkpoint) {
    byte[] text = StateText.of(this);
    AtomicFile.write(checkpoint.resolve(FILE), channel -> channel.write(ByteBuffer.wrap(text)));
  }

  /**
   * This state at another step.
   *
   * @param steps optimizer steps taken
   * @return a copy
   */
  public TrainerState at(long steps) {
    return new TrainerState(
        steps,
        seed,
        backbone,
        fingerprint,
        model,
        tracks,
        skipped,
        policy,
        policyState,
        config,
        environment,
        files,
        checksums);
  }

  /**
   * This state with what has changed since the run began.
   *
   * @param positions the position of every track
   * @param skips steps that changed nothing
   * @param memory the switch policy's state
   * @return a copy
   */
  TrainerState withProgress(
      Map<String, TrackState> positions, SkippedSteps skips, Map<String, String> memory) {
    return new TrainerState(
        step,
        seed,
        backbone,
        fingerprint,
        model,
        positions,
        skips,
        policy,
        memory,
        config,
        environment,
        files,
        checksums);
  }

  /**
   * This state with what tells whether the checkpoint's files are whole.
   *
   * @param sizes bytes by file name
   * @param sums checksums by file name
   * @return a copy
   */
  TrainerState withFiles(Map<String, Long> sizes, Map<String, String> sums) {
    return new TrainerState(
        step,
        seed,
        backbone,
        fingerprint,
        model,
        tracks,
        skipped,
        policy,
        policyState,
        config,
        environment,
        sizes,
        sums);
  }
}
