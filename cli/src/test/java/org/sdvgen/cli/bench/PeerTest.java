package org.sdvgen.cli.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.sdvgen.api.error.InputException;

/** Peers that are shell scripts, in processes of their own. */
@DisabledOnOs(OS.WINDOWS)
final class PeerTest {
  private static final Equipment OWN = new Equipment("2.7.1", 2, 1234);

  private static List<String> script(String ready) {
    return List.of(
        "sh", "-c", "echo '" + ready + "'; while read l; do echo '{\"seconds\": 0.25}'; done");
  }

  private static String ready(String torch, int threads, int trainable) {
    return String.format(
        Locale.ROOT,
        "{\"torch\": \"%s\", \"threads\": %d, \"trainable\": %d}",
        torch,
        threads,
        trainable);
  }

  private static String refusal(String ready) {
    try (Peer peer = new Peer(script(ready))) {
      return String.valueOf(
          assertThrows(InputException.class, () -> OWN.requireSameWork(peer.equipment()))
              .getMessage());
    }
  }

  @Test
  void aPeerOfTheSameWorkIsTimed() {
    try (Peer peer = new Peer(script(ready("2.7.1+cu126", 2, 1234)))) {
      assertDoesNotThrow(() -> OWN.requireSameWork(peer.equipment()));
      assertEquals("2 threads, torch 2.7.1", OWN.line(peer.equipment()));
      assertEquals(0.25, peer.step());
      assertEquals(0.25, peer.step());
    }
  }

  @Test
  void otherWorkIsRefused() {
    assertEquals(
        "the peer computes with 16 threads and sdvgen with 2: set OMP_NUM_THREADS=2 for both",
        refusal(ready("2.7.1", 16, 1234)));
    assertEquals(
        "the peer trains 1235 numbers and sdvgen 1234: the two adapters are not the same",
        refusal(ready("2.7.1", 2, 1235)));
  }

  @Test
  void anotherTorchIsSaid() {
    try (Peer peer = new Peer(script(ready("2.11.0", 2, 1234)))) {
      assertEquals(
          "2 threads, torch 2.7.1, but the peer's is 2.11.0, which has other speeds of its own",
          OWN.line(peer.equipment()));
    }
  }

  @Test
  void aPeerThatSaysNothingOfItselfIsRefused() {
    List<String> silent = script("{\"torch\": \"2.7.1\", \"trainable\": 3}");
    InputException error = assertThrows(InputException.class, () -> new Peer(silent).close());
    assertTrue(
        String.valueOf(error.getMessage()).startsWith("the peer does not report its \"threads\""),
        error.getMessage());
  }
}
