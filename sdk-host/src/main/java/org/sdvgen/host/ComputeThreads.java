package org.sdvgen.host;

import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.Optional;
import org.sdvgen.runtime.torch.Threads;

/**
 * How many CPU threads share one operation of the model.
 *
 * <p>Threads wait for each other at every operation. A small model has operations of microseconds:
 * there a second thread gains nothing, and where another program computes too, each wait lasts as
 * long as that program keeps the core.
 *
 * @param number threads, at least 1
 * @param reason the reason for the number
 */
public record ComputeThreads(int number, String reason) {
  /** Models with fewer parameters compute with one thread. */
  static final long LARGE = 20_000_000;

  private static final String AUTO = "auto";

  /**
   * Tells whether a text is a setting of {@code threads}.
   *
   * @param setting {@code auto} or a number from 1 to 1024
   * @return whether it is
   */
  public static boolean isSetting(String setting) {
    return setting.equals(AUTO)
        || (setting.matches("[1-9][0-9]{0,3}") && Integer.parseInt(setting) <= 1024);
  }

  /**
   * Decides for a model on this machine.
   *
   * @param setting {@code auto} or a number
   * @param shapes those of the model's parameters
   * @return the number with its reason
   */
  public static ComputeThreads of(String setting, Collection<Shape> shapes) {
    long parameters = shapes.stream().mapToLong(Shape::size).sum();
    return of(setting, parameters, Threads.told(), Threads.most());
  }

  static ComputeThreads of(String setting, long parameters, Optional<Integer> told, int most) {
    if (!setting.equals(AUTO)) {
      return new ComputeThreads(Integer.parseInt(setting), "threads = " + setting);
    }
    if (told.isPresent()) {
      return new ComputeThreads(told.get(), "OMP_NUM_THREADS");
    }
    return parameters < LARGE
        ? new ComputeThreads(1, "a small model")
        : new ComputeThreads(most, "one for each core");
  }

  /** Computes with this number from now on, in the whole process. */
  public void use() {
    Threads.use(number);
  }

  /** As banners show it. */
  @Override
  public String toString() {
    return (number == 1 ? "1 thread" : number + " threads") + " (" + reason + ")";
  }
}
