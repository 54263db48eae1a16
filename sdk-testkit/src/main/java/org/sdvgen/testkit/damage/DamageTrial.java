package org.sdvgen.testkit.damage;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sdvgen.api.error.InputException;

/**
 * Gives damaged files to their readers, in a process that {@link SeparateProcess} started: each is
 * either read or refused by an {@link InputException}, in bounded time. The number of the case is
 * printed before it is tried, so that one that ends the process is known.
 */
public final class DamageTrial {
  /** Of the processor's time: a busy machine makes nothing slow. */
  private static final long SLOW_NANOS = 5_000_000_000L;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final PrintStream out;
  private int faults;

  /** A trial that reports to a stream. */
  public DamageTrial(PrintStream out) {
    this.out = out;
  }

  /** Writes a damaged file, or several. */
  public interface Writer {
    /** Writes damaged samples. */
    void write(Damage damage) throws IOException;
  }

  /** Reads the damaged files. */
  public interface Reader {
    /** Reads the files as far as a user's command would. */
    void read() throws Exception;
  }

  /**
   * Tries one reader.
   *
   * @param name the reader's name
   * @param cases number of files
   * @param writer writes each
   * @param reader reads each
   */
  public void run(String name, int cases, Writer writer, Reader reader) throws IOException {
    int refused = 0;
    for (int i = 0; i < cases; i++) {
      out.println("case " + name + " " + i);
      writer.write(new Damage(name.hashCode() * 1_000_003L + i));
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        reader.read();
      } catch (InputException e) {
        refused++;
        if (String.valueOf(e.getMessage()).isBlank()) {
          fault(name, i, "refused without a word");
        }
      } catch (Throwable e) {
        fault(name, i, e + " at " + (e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]));
      }
      if (THREADS.getCurrentThreadCpuTime() - start > SLOW_NANOS) {
        fault(name, i, "too slow");
      }
    }
    out.printf(Locale.ROOT, "tried %s: %d, refused %d%n", name, cases, refused);
  }

  private void fault(String name, int number, String what) {
    faults++;
    out.printf(Locale.ROOT, "FAULT %s %d: %s%n", name, number, what);
  }

  /** Ends the process with 0 if there were no faults. */
  public void exit() {
    out.flush();
    System.exit(faults == 0 ? 0 : 3);
  }

  /** A writer of one text file. */
  public static Writer text(Path target, byte[] whole) {
    return damage -> Files.write(target, damage.text(whole));
  }
}
