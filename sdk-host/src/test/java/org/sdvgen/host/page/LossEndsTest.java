package org.sdvgen.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.page.RunPlots.LossEnds;
import org.sdvgen.host.page.RunPlots.Point;

/** Where the lines of a drawing of losses end. */
final class LossEndsTest {
  @TempDir private Path folder;

  /** Losses of 0.25 follow higher ones for a tenth of the run, and then come steps without one. */
  @Test
  void pastAndSkippedStepsDoNotCount() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int step = 0; step < 200; step++) {
      String losses = step < 180 ? "{\"a\":8,\"b\":4}" : "{\"a\":0.25}";
      log.append("{\"step\":" + step + ",\"track\":\"a+b\",\"losses\":" + losses + "}\n");
    }
    log.append("{\"step\":200,\"held_out\":{\"a\":3,\"b\":2}}\n");
    log.append("{\"step\":200,\"track\":\"b\",\"loss\":4}\n");
    log.append("{\"step\":201,\"track\":\"a\",\"skipped\":\"the loss is not finite\"}\n");
    log.append("{\"step\":202,\"held_out\":{\"b\":1}}\n");
    Files.writeString(folder.resolve(RunPlots.METRICS), log);
    assertEquals(
        new LossEnds(
            Map.of("a", new Point(199, 0.25), "b", new Point(200, 4)),
            Map.of("a", new Point(200, 3), "b", new Point(202, 1))),
        RunPlots.lossEnds(folder));
  }

  @Test
  void runWithoutLogsHasNone() {
    assertEquals(new LossEnds(Map.of(), Map.of()), RunPlots.lossEnds(folder));
  }
}
