package org.sdvgen.host.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;

/** The list of a run's state, as the store walks it. */
final class RestorableTest {
  private final List<String> calls = new ArrayList<>();

  @TempDir private Path folder;

  /** Notes what it is asked for. */
  private final class Noting implements Restorable {
    private final String name;
    private final boolean damaged;

    Noting(String name, boolean damaged) {
      this.name = name;
      this.damaged = damaged;
    }

    @Override
    public void save(Draft checkpoint) {
      calls.add("save " + name);
    }

    @Override
    public void load(ResumePoint checkpoint) {
      calls.add("load " + name);
      if (damaged) {
        throw new InputException(name + " is damaged");
      }
    }

    @Override
    public void cutBack(long firstStep) {
      calls.add("cut " + name + " " + firstStep);
    }
  }

  /** Has one figure of every kind. */
  private record Figures(long position) implements Restorable {
    @Override
    public void save(Draft checkpoint) {
      checkpoint.position("a", position);
      checkpoint.skipped(new SkippedSteps(3, 2));
      checkpoint.policyState(Map.of("turns", "5"));
    }

    @Override
    public void load(ResumePoint checkpoint) {}
  }

  private CheckpointStore store() {
    return new CheckpointStore(folder, Retention.ALL);
  }

  private static ResumePoint point(Path checkpoint) {
    return new ResumePoint(checkpoint, CheckpointStore.verify(checkpoint));
  }

  private static TrainerState state(Map<String, TrackState> tracks) {
    return SavedFiles.state(7).withProgress(tracks, SkippedSteps.NONE, Map.of());
  }

  @Test
  void partsAreSavedAndLoadedInTheirOrderAndThenCutBack() {
    List<Restorable> parts = List.of(new Noting("a", false), new Noting("b", false));
    Path saved = store().save(state(Map.of()), parts);
    store().restore(Optional.of(point(saved)), parts);
    assertEquals(List.of("save a", "save b", "load a", "load b", "cut a 7", "cut b 7"), calls);
  }

  @Test
  void newRunLoadsNothingAndCutsBackEverything() {
    store().restore(Optional.empty(), List.of(new Noting("a", false), new Noting("b", false)));
    assertEquals(List.of("cut a 0", "cut b 0"), calls);
  }

  @Test
  void nothingIsCutBackWhereOnePartDoesNotLoad() {
    Path saved = store().save(state(Map.of()), List.of());
    List<Restorable> parts = List.of(new Noting("a", false), new Noting("b", true));
    assertThrows(InputException.class, () -> store().restore(Optional.of(point(saved)), parts));
    assertEquals(List.of("load a", "load b"), calls);
  }

  @Test
  void figuresOfPartsStandInTheState() {
    TrackState begin = new TrackState(0, 2, 9, "def", 0);
    TrackState other = new TrackState(0, 1, 4, "ghi", 2);
    Path saved = store().save(state(Map.of("a", begin, "b", other)), List.of(new Figures(6)));
    TrainerState found = CheckpointStore.verify(saved);
    assertEquals(Map.of("a", new TrackState(6, 2, 9, "def", 0), "b", other), found.tracks());
    assertEquals(new SkippedSteps(3, 2), found.skipped());
    assertEquals(Map.of("turns", "5"), found.policyState());
  }

  @Test
  void figureOfATrackThatTheRunDoesNotHaveIsADefect() {
    assertThrows(
        IllegalArgumentException.class,
        () -> store().save(state(Map.of()), List.of(new Figures(6))));
  }
}
