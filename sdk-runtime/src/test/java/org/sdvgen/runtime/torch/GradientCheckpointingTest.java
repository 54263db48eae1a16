package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.config.EnumWord;

class GradientCheckpointingTest {
  @Test
  void theTruthValuesOfOlderConfigurationsAreUnderstood() {
    assertEquals(
        Optional.of(GradientCheckpointing.FULL),
        EnumWord.find(GradientCheckpointing.class, "true"));
    assertEquals(
        Optional.of(GradientCheckpointing.NONE),
        EnumWord.find(GradientCheckpointing.class, "false"));
  }
}
