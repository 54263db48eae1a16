package org.sdvgen.runtime.text.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BadnessTest {
  /** Of ftfy 6.3.1: the verdicts on all pairs, as a text of zeros and ones. */
  private static final int BAD_PAIRS = 68_340;

  private static final long CHECKSUM = 0x82AE378EL;

  @Test
  void everyPairOfCharactersIsJudgedAsFtfyJudgesIt() {
    TreeSet<Character> characters = new TreeSet<>(List.of(' ', 'a', 'A', 'z', 'Z', '1', ',', '?'));
    for (SingleByteEncoding encoding : SingleByteEncoding.ALL) {
      encoding.characters(0x80, 0xFF).chars().forEach(c -> characters.add((char) c));
    }
    String verdicts =
        characters.stream()
            .flatMap(first -> characters.stream().map(second -> "" + first + second))
            .map(pair -> Badness.isBad(pair) ? "1" : "0")
            .collect(Collectors.joining());
    CRC32 checksum = new CRC32();
    checksum.update(verdicts.getBytes(StandardCharsets.US_ASCII));
    assertEquals(BAD_PAIRS, verdicts.chars().filter(verdict -> verdict == '1').count());
    assertEquals(CHECKSUM, checksum.getValue());
  }

  @Test
  void someSequencesNeedTheirNeighbours() {
    assertTrue(Badness.isBad("Â here"));
    assertFalse(Badness.isBad("SÂ here"));
    assertTrue(Badness.isBad("one Â\u00A0two"));
    assertTrue(Badness.isBad("ØªØ§"));
    assertFalse(Badness.isBad("(°ö°)"));
  }
}
