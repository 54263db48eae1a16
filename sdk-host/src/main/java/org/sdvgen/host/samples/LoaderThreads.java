package org.sdvgen.host.samples;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The threads that load samples for all tracks; with none, the calling thread does it. */
public final class LoaderThreads implements AutoCloseable {
  private final int count;
  private final Executor executor;

  /**
   * Starts threads, which do not keep the program alive.
   *
   * @param count how many, or 0
   */
  public LoaderThreads(int count) {
    this.count = count;
    executor = count == 0 ? Runnable::run : Executors.newFixedThreadPool(count, this::thread);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sample-loader");
    thread.setDaemon(true);
    return thread;
  }

  int count() {
    return count;
  }

  <T> CompletableFuture<T> submit(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executor);
  }

  /** Stops the threads; what they were loading is dropped. */
  @Override
  public void close() {
    if (executor instanceof ExecutorService service) {
      service.shutdownNow();
    }
  }
}
