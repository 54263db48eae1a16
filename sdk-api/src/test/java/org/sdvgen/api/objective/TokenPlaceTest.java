package org.sdvgen.api.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdvgen.api.error.InputException;

class TokenPlaceTest {
  @ParameterizedTest
  @CsvSource({"BEFORE_SUBJECT, a <cls> fox runs", "START, <cls> a fox runs", "NONE, a fox runs"})
  void theTokenStandsInItsPlace(TokenPlace place, String expected) {
    assertEquals(expected, place.mark("a fox runs", "fox", "<cls>"));
  }

  @ParameterizedTest
  @EnumSource
  void aPromptWithTheTokenStaysAsItIs(TokenPlace place) {
    assertEquals("the <cls> fox", place.mark("the <cls> fox", "fox", "<cls>"));
  }

  /** Other places do not depend on the subject's words. */
  @Test
  void aSubjectThatDoesNotOccurIsRefusedOnlyWhereTheTokenStandsBeforeIt() {
    assertThrows(
        InputException.class, () -> TokenPlace.BEFORE_SUBJECT.mark("a cat", "fox", "<cls>"));
    assertEquals("<cls> a cat", TokenPlace.START.mark("a cat", "fox", "<cls>"));
    assertEquals("a cat", TokenPlace.NONE.mark("a cat", "fox", "<cls>"));
  }
}
