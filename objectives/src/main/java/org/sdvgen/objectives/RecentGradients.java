package org.sdvgen.objectives;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdvgen.objectives.GradientSurgerySettings.Place;
import org.sdvgen.runtime.io.WriteFailure;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.torch.TorchProgram;

/** The last few gradients of each track, every one a vector of all parameters, oldest first. */
final class RecentGradients implements AutoCloseable {
  /** One gradient of a track. */
  private record Kept(long step, NDArray vector) {}

  private final TorchProgram program;
  private final GradientSurgerySettings settings;
  private final Map<String, Deque<Kept>> queues = new LinkedHashMap<>();
  private final List<Path> files = new ArrayList<>();
  private @Nullable NDManager manager;

  /**
   * Empty buffers.
   *
   * @param program the program {@code gradient_surgery}; stays the caller's
   * @param settings size, format and place of the buffers, and the two tracks
   */
  RecentGradients(TorchProgram program, GradientSurgerySettings settings) {
    this.program = program;
    this.settings = settings;
    queues.put(settings.track(), new ArrayDeque<>());
    queues.put(settings.otherwise(), new ArrayDeque<>());
  }

  /** Whether a track is one of the two whose gradients are kept. */
  boolean keeps(String track) {
    return queues.containsKey(track);
  }

  /** The gradients of a track, oldest first; live vectors of P elements, P all parameters' size. */
  List<NDArray> of(String track) {
    return queue(track).stream().map(Kept::vector).toList();
  }

  /**
   * Appends a gradient to those of a track, in place of the oldest if its buffer is full.
   *
   * @param track one of the two tracks
   * @param step the step that the gradient is of
   * @param gradient fp32 or of the buffer's format, all parameters in their order; copied
   */
  void add(String track, long step, List<NDArray> gradient) {
    long size = gradient.stream().mapToLong(NDArray::size).sum();
    Deque<Kept> queue = queue(track);
    NDArray vector =
        queue.size() < settings.bufferSize()
            ? allocate(size, gradient.get(0).getDevice())
            : queue.remove().vector();
    if (vector.size() != size) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "a gradient of %d elements after one of %d", size, vector.size()));
    }
    try (NDManager scratch = vector.getManager().newSubManager()) {
      program.call(scratch, "store", Arguments.of(vector).list(gradient));
    }
    queue.add(new Kept(step, vector));
  }

  /** The live vectors as {@code <track>.<step>}; names sort by age. */
  Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    queues.forEach(
        (track, queue) ->
            queue.forEach(
                kept ->
                    state.put(
                        String.format(Locale.ROOT, "%s.%012d", track, kept.step()),
                        kept.vector())));
    return state;
  }

  /** Copies a vector of {@link #state}; of too many the newest stay. */
  void restore(String name, NDArray vector) {
    int dot = name.lastIndexOf('.');
    String track = name.substring(0, dot);
    if (keeps(track)) {
      add(track, Long.parseLong(name.substring(dot + 1)), List.of(vector));
    }
  }

  private Deque<Kept> queue(String track) {
    Deque<Kept> queue = queues.get(track);
    if (queue == null) {
      throw new IllegalArgumentException("no gradients of the track " + track + " are kept");
    }
    return queue;
  }

  private NDArray allocate(long size, Device device) {
    NDManager owner = manager;
    if (owner == null) {
      owner = Devices.newManager(settings.place() == Place.DEVICE ? device : Devices.cpu());
      manager = owner;
    }
    int type = Precision.of(settings.dtype()).scalarType();
    if (settings.folder().isPresent()) {
      return mapped(owner, settings.folder().get(), size, type);
    }
    return Tensors.empty(owner, new Shape(size), type);
  }

  /** A vector in a file of its own, which is unlinked at once and vanishes with the process. */
  private NDArray mapped(NDManager owner, Path folder, long size, int type) {
    try (NDManager scratch = owner.newSubManager()) {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "gradient-", ".bin").toAbsolutePath();
      files.add(file);
      byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
      Arguments arguments = Arguments.of(scratch.create(name)).scalar(size).scalar(type);
      NDArray vector = program.callOne(owner, "mapped", arguments);
      files.removeIf(mapped -> mapped.toFile().delete());
      return vector;
    } catch (IOException e) {
      throw WriteFailure.of(
          "update." + GradientSurgery.NAME + ".folder: no file can be made in " + folder, e, "");
    }
  }

  /** Frees all vectors. */
  @Override
  public void close() {
    if (manager != null) {
      manager.close();
    }
    // Windows keeps the names of files in use.
    files.forEach(file -> file.toFile().delete());
  }
}
