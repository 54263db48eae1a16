package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.tensorboard.EventScan;

/** The event file of whole runs. */
final class EventLogTest {
  @TempDir private Path folder;

  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name))
        .with("checkpointing_steps", "2")
        .with("track.short.held_out", "2")
        .with("track.long.held_out", "2")
        .with("validation.loss_steps", "4");
  }

  private byte[] events(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name).resolve(EventLog.FILE));
  }

  private long lengthBefore(String name, long step) throws IOException {
    return EventScan.lengthBefore(new ByteArrayInputStream(events(name)), step);
  }

  @Test
  void everyFigureHasItsTag() throws IOException {
    run("a").train();
    String text = new String(events("a"), StandardCharsets.ISO_8859_1);
    for (String tag :
        new String[] {
          "brain.Event:2", "loss/short", "loss/long", "held_out_loss/long", "grad_norm", "lr"
        }) {
      assertTrue(text.contains(tag), tag);
    }
    assertEquals(events("a").length, lengthBefore("a", 7), "all records are whole");
  }

  @Test
  void resumedRunHasEveryStepOnce() throws IOException {
    run("whole").train();
    run("cut").trainAndStopAfter(5);
    Files.move(folder.resolve("cut/checkpoint-5"), folder.resolve("checkpoint-5"));
    run("cut").train();
    for (long step = 1; step <= 7; step++) {
      assertEquals(lengthBefore("whole", step), lengthBefore("cut", step));
    }
    assertEquals(events("whole").length, events("cut").length);
  }

  @Test
  void nobodyNeedsToWatch() throws IOException {
    run("a").with("report_to", "none").train();
    assertFalse(Files.exists(folder.resolve("a").resolve(EventLog.FILE)));
    run("b").trainAndStopAfter(4);
    run("b").with("report_to", "none").train();
    assertEquals(events("b").length, lengthBefore("b", 4), "but an old file is cut back");
  }
}
