package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;
import org.sdvgen.cli.endtoend.KillSchedule.Kill;

/**
 * A run whose process is killed before any line, also while it goes on after an earlier kill, loses
 * no checkpoint, goes on from the newest one, and leaves the same files as a run that was never
 * stopped.
 */
final class KillTest {
  /** How many kills; the continuous integration asks for more. */
  private static final int KILLS = Integer.getInteger("kills", 5);

  @TempDir private Path folder = Path.of("");

  @Test
  void killedRunEndsAsIfItHadNeverBeenStopped() throws Exception {
    // Other kinds of lines every day; the seed stands in every message.
    long seed = Long.getLong("kills.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    TinyRun run = TinyRun.create(folder);
    Map<KillStage, Path> whole = new EnumMap<>(KillStage.class);
    Map<KillStage, KilledRun> killed = new EnumMap<>(KillStage.class);
    List<String> report = new ArrayList<>(List.of("-Dkills=" + KILLS + " -Dkills.seed=" + seed));
    for (Kill kill : KillSchedule.of(seed, KILLS)) {
      KillStage stage = kill.kind().stage();
      // The first run makes the model's weights, too.
      Path expected = whole.computeIfAbsent(stage.whole(), each -> whole(run, each));
      if (!killed.containsKey(stage)) {
        killed.put(stage, new KilledRun(run, stage));
      }
      Path output = folder.resolve("killed" + report.size());
      String where = killed.get(stage).killAndResume(kill, output);
      report.add(where);
      RunFolder.assertSame(expected, output, report.get(0) + " " + where);
    }
    Files.write(Path.of("target", "kills.txt"), report);
  }

  private static Path whole(TinyRun run, KillStage stage) {
    String output = "whole-" + stage;
    Commands ended = Commands.run(KilledRun.arguments(run, stage, output));
    assertEquals(0, ended.code(), ended.err());
    return run.folder().resolve(output);
  }
}
