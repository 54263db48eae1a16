package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;

class PrecisionTest {
  @Test
  void parsesItsOwnWords() {
    for (Precision precision : Precision.values()) {
      assertEquals(precision, Precision.parse("precision", precision.word()));
    }
  }

  @Test
  void namesKeyAndChoices() {
    InputException e =
        assertThrows(InputException.class, () -> Precision.parse("backbone.precision", "fp8"));
    assertEquals(
        "backbone.precision: expected one of fp32, fp16, bf16, found \"fp8\"", e.getMessage());
  }
}
