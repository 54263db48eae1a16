package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Frozen weights of blocks that are run one after the other, forward or backward, and are read when
 * they are first used: while a block computes, a thread brings the next one. Some blocks stay in
 * memory; beside these, at most two are there at a time. Weights are only read.
 */
public final class WeightStream implements AutoCloseable {
  /** Reads one block's weights. */
  @FunctionalInterface
  public interface Loader {
    /**
     * Reads the weights.
     *
     * @param results manager that owns them, on the device that computes
     * @return tensors by their names below the block's path, the same values at every call
     * @throws org.sdvgen.api.error.InputException if they cannot be read
     */
    Map<String, NDArray> load(NDManager results);
  }

  private record Loaded(NDManager owner, Map<String, NDArray> tensors) {}

  /** A step from one block to another. */
  private record Move(int from, int to) {}

  private final NDManager parent;
  private final List<Loader> loaders = new ArrayList<>();
  private final int resident;
  private final ExecutorService reader;
  private final TreeMap<Integer, CompletableFuture<Loaded>> blocks = new TreeMap<>();
  private final Map<Integer, Integer> uses = new HashMap<>();
  private final Set<Integer> kept = new HashSet<>();

  /** The block that followed each move the last time. */
  private final Map<Move, Integer> followers = new HashMap<>();

  private Move latest = new Move(-1, -1);

  /**
   * A stream without blocks.
   *
   * @param parent parent of the managers that own the weights; its device computes
   * @param resident how many blocks, those that are used first, stay in memory once they are
   *     loaded, at least 0
   */
  public WeightStream(NDManager parent, int resident) {
    if (resident < 0) {
      throw new IllegalArgumentException("resident blocks must be at least 0, not " + resident);
    }
    this.parent = parent;
    this.resident = resident;
    reader =
        Executors.newSingleThreadExecutor(
            run -> {
              Thread thread = new Thread(run, "sdvgen-weights");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Adds the block that runs after those added so far. Nothing is read yet.
   *
   * @param loader reads its weights
   * @return the block's weights
   */
  public synchronized FrozenWeights add(Loader loader) {
    int index = loaders.size();
    loaders.add(loader);
    return () -> use(index);
  }

  private FrozenWeights.Use use(int index) {
    CompletableFuture<Loaded> wanted;
    synchronized (this) {
      uses.merge(index, 1, Integer::sum);
      if (kept.size() < resident) {
        kept.add(index);
      }
      int next = next(index);
      free(index, next);
      wanted = request(index);
      var unused = request(next);
    }
    try {
      return new FrozenWeights.Use(wanted.join().tensors(), () -> done(index));
    } catch (CompletionException e) {
      done(index);
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /**
   * Tells which block will be used after another: the one that was so the last time, whether that
   * was forward, backward, or back to the first block.
   */
  private int next(int index) {
    if (index != latest.to()) { // else the same block is run again, for its gradients
      followers.put(latest, index);
      latest = new Move(latest.to(), index);
    }
    return followers.getOrDefault(latest, unknown(latest));
  }

  /** After the last block comes backward, after the first one forward. */
  private int unknown(Move move) {
    int last = loaders.size() - 1;
    boolean backward = move.to() < move.from() || move.to() == last;
    return move.to() > 0 && backward ? move.to() - 1 : Math.min(last, move.to() + 1);
  }

  private CompletableFuture<Loaded> request(int index) {
    CompletableFuture<Loaded> known = blocks.get(index);
    if (known != null && known.isCompletedExceptionally()) {
      blocks.remove(index); // what could not be read is read again
    }
    Loader loader = loaders.get(index);
    return blocks.computeIfAbsent(
        index, i -> CompletableFuture.supplyAsync(() -> load(loader), reader));
  }

  private Loaded load(Loader loader) {
    NDManager owner = parent.newSubManager();
    try {
      return new Loaded(owner, Map.copyOf(loader.load(owner)));
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private synchronized void done(int index) {
    uses.merge(index, -1, Integer::sum);
  }

  /** Frees blocks that are not needed now or next. */
  private void free(int index, int next) {
    blocks
        .entrySet()
        .removeIf(
            one -> {
              int block = one.getKey();
              boolean needed =
                  kept.contains(block)
                      || block == index
                      || block == next
                      || uses.getOrDefault(block, 0) > 0;
              if (!needed) {
                release(one.getValue());
              }
              return !needed;
            });
  }

  /**
   * Frees all blocks that are not in use. They are read again when they are next used; then other
   * ones may be the first that are used, and stay.
   */
  public synchronized void release() {
    awaitReader();
    kept.clear();
    free(-1, -1);
  }

  /** Waits for a block that is being read. */
  private void awaitReader() {
    CompletableFuture.runAsync(() -> {}, reader).join();
  }

  /** Frees a block as soon as it has been read. */
  private static void release(CompletableFuture<Loaded> block) {
    var unused = block.thenAccept(loaded -> loaded.owner().close());
  }

  /** Ends reading and frees all blocks, of which none may be in use. */
  @Override
  public synchronized void close() {
    if (!reader.isShutdown()) {
      awaitReader(); // a block must not outlive the manager above it
      reader.shutdown();
    }
    blocks.values().forEach(WeightStream::release);
    blocks.clear();
  }
}
