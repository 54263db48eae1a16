package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.StepProfile;
import org.sdvgen.host.TrainingListener;

/** The profile that {@code --profile} asks for, if it does. */
final class ProfileOutput implements AutoCloseable {
  private static final int BEFORE = 2;
  private static final int STEPS = 3;

  private final Optional<Path> file;
  private final StepProfile profile = new StepProfile(BEFORE, STEPS);

  private ProfileOutput(Optional<Path> file) {
    this.file = file;
  }

  /**
   * A profile into a file.
   *
   * @param file takes the trace; null for no profile
   */
  static ProfileOutput to(@Nullable Path file) {
    return new ProfileOutput(Optional.ofNullable(file));
  }

  /** The listener of a run, beside another one. */
  TrainingListener beside(TrainingListener listener) {
    return file.isPresent() ? profile.and(listener) : listener;
  }

  /** Writes the trace and prints the table. */
  void print(PrintWriter out) {
    file.ifPresent(
        trace -> {
          out.print(profile.table());
          profile.write(trace);
          out.println("trace      " + trace);
        });
  }

  @Override
  public void close() {
    profile.close();
  }
}
