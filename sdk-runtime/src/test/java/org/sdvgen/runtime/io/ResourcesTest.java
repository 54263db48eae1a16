package org.sdvgen.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResourcesTest {
  private final List<String> closed = new ArrayList<>();
  private final Resources resources = new Resources();

  private void add(String name) {
    resources.add(() -> closed.add(name));
  }

  private IOException addFailing(String name) {
    IOException failure = new IOException(name);
    resources.add(
        () -> {
          closed.add(name);
          throw failure;
        });
    return failure;
  }

  @Test
  void theNewestIsClosedFirstAndEachOnce() {
    add("manager");
    add("weights");
    resources.close();
    resources.close();
    assertEquals(List.of("weights", "manager"), closed);
  }

  @Test
  void allAreClosedAfterSeveralFailures() {
    add("manager");
    IOException second = addFailing("tokenizer");
    add("codec");
    IOException first = addFailing("denoiser");
    Throwable thrown = assertThrows(IllegalStateException.class, resources::close);
    assertEquals(List.of("denoiser", "codec", "tokenizer", "manager"), closed);
    assertSame(first, thrown.getCause());
    assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
  }

  @Test
  void theFailureThatClosesThemStaysTheOneThrown() {
    add("manager");
    IOException late = addFailing("codec");
    RuntimeException cause = new IllegalArgumentException("damaged weights");
    resources.closeAfter(cause);
    assertEquals(List.of("codec", "manager"), closed);
    assertSame(late, cause.getSuppressed()[0].getCause());
  }
}
