package org.sdvgen.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void findsTheNameThatFewestEditsLeadTo() {
    List<String> known = List.of("identity", "motion", "emotion_track");
    assertEquals(Optional.of("motion"), NearestName.of("moton", known));
    assertEquals(Optional.of("identity"), NearestName.of("IDENTITIES", known));
  }

  @Test
  void prefersTheFirstOfEquallyNearNames() {
    assertEquals(Optional.of("ab"), NearestName.of("a", List.of("ab", "ac")));
  }

  @Test
  void hasNoAnswerWithoutKnownNames() {
    assertEquals(Optional.empty(), NearestName.of("motion", List.of()));
  }
}
