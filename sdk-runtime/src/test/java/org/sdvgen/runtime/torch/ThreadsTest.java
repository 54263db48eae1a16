package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreadsTest {
  @Test
  void variableGivesItsNumber() {
    assertEquals(Optional.of(12), Threads.told(" 12 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "two", "2,1", "99999"})
  void anythingElseGivesNone(String variable) {
    assertEquals(Optional.empty(), Threads.told(variable));
  }

  @Test
  void mostIsNoMoreThanTheProcessMayUse() {
    assertTrue(Threads.most() >= 1);
    assertTrue(Threads.most() <= Runtime.getRuntime().availableProcessors());
  }

  @Test
  void numberHoldsHereAndInThreadsToCome() throws Exception {
    int before = Threads.used();
    try {
      Threads.use(3);
      assertEquals(3, Threads.used());
      CompletableFuture<Integer> elsewhere = new CompletableFuture<>();
      new Thread(() -> elsewhere.complete(Threads.used())).start();
      assertEquals(3, elsewhere.get());
    } finally {
      Threads.use(before);
    }
  }

  @Test
  void noThreadAtAllIsADefect() {
    assertThrows(IllegalArgumentException.class, () -> Threads.use(0));
  }
}
