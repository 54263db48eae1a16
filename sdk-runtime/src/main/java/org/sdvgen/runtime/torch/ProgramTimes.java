package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The times of all program calls in this process while it is open, and the matrix products and
 * attentions in the blocks that were recorded for backward. On a GPU every call is waited for.
 */
public final class ProgramTimes implements AutoCloseable {
  private static final AtomicReference<@Nullable ProgramTimes> LISTENING = new AtomicReference<>();
  private static final ThreadLocal<@Nullable Place> PLACE = new ThreadLocal<>();

  private final List<Call> calls = new ArrayList<>();
  private final Map<String, List<Product>> products = new HashMap<>();

  private ProgramTimes() {}

  /** The part of a pass that a block is run in. */
  public enum Phase {
    /** The pass that gives the prediction. */
    FORWARD,
    /** A block is run again for its gradients. */
    AGAIN,
    /** Gradients. */
    BACKWARD,
    /** No pass over a chain of blocks. */
    NONE
  }

  private record Place(Block block, Phase phase) {}

  /**
   * One call of a program.
   *
   * @param program the program's name
   * @param method the method
   * @param block path of the block in its network; empty for some, and outside of chains
   * @param target path and method of the block that it is for; empty outside of chains
   * @param phase the part of the pass
   * @param begin {@link System#nanoTime} at its begin
   * @param end the same at its end
   * @param thread number of the thread
   */
  public record Call(
      String program,
      String method,
      String block,
      String target,
      Phase phase,
      long begin,
      long end,
      long thread) {}

  /**
   * Begins to listen.
   *
   * @return the times, which the caller closes
   * @throws IllegalStateException if somebody listens already
   */
  public static ProgramTimes listen() {
    ProgramTimes times = new ProgramTimes();
    if (!LISTENING.compareAndSet(null, times)) {
      throw new IllegalStateException("the times of programs are taken already");
    }
    return times;
  }

  /** The calls that have ended, in their order. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The products of each block that was recorded, by its path and method. */
  public synchronized Map<String, List<Product>> products() {
    return Map.copyOf(products);
  }

  /** Forgets what has been heard so far. */
  public synchronized void clear() {
    calls.clear();
    products.clear();
  }

  /** Ends listening. */
  @Override
  public void close() {
    LISTENING.compareAndSet(this, null);
  }

  /** Runs something that belongs to a block. */
  static <T> T at(Block block, Phase phase, Supplier<T> run) {
    if (LISTENING.get() == null) {
      return run.get();
    }
    Place before = PLACE.get();
    PLACE.set(new Place(block, phase));
    try {
      return run.get();
    } finally {
      PLACE.set(before);
    }
  }

  /** Runs a method of a program, taking its time if somebody listens. */
  static <T> T timed(String program, String method, NDManager results, Supplier<T> run) {
    ProgramTimes times = LISTENING.get();
    if (times == null) {
      return run.get();
    }
    long begin = System.nanoTime();
    T result = run.get();
    if (results.getDevice().isGpu()) {
      try (NDArray behind = results.create(0f)) {
        behind.getFloat(); // reading waits for everything before it
      }
    }
    times.add(program, method, begin, System.nanoTime());
    return result;
  }

  private synchronized void add(String program, String method, long begin, long end) {
    Place place = PLACE.get();
    String block = place == null ? "" : place.block().path();
    String target = place == null ? "" : target(place.block(), program, method);
    Phase phase = place == null ? Phase.NONE : place.phase();
    long thread = Thread.currentThread().getId();
    calls.add(new Call(program, method, block, target, phase, begin, end, thread));
  }

  private static String target(Block block) {
    return block.path() + block.method();
  }

  /** The block that a call runs or computes the gradients of; empty for what only prepares that. */
  private static String target(Block block, String program, String method) {
    boolean runs = program.equals(block.program().name()) || method.equals(RecordedBlock.GRADIENTS);
    return runs ? target(block) : "";
  }

  /** Whether the products of recorded blocks are wanted. */
  static boolean wantsProducts() {
    return LISTENING.get() != null;
  }

  /**
   * Takes the products that a block has noted.
   *
   * @param block the block
   * @param logs what it has written, as the prelude says
   */
  static void noted(Block block, List<long[]> logs) {
    ProgramTimes times = LISTENING.get();
    if (times != null) {
      List<Product> found = logs.stream().flatMap(log -> Product.read(log).stream()).toList();
      synchronized (times) {
        times.products.put(target(block), found);
      }
    }
  }
}
