package org.sdvgen.runtime.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;

/** How many blocks of a transformer stay on the device. */
class ResidentBlocksTest {
  private static Optional<Integer> resident(String setting, Residency residency) {
    return new ModelSettings(
            Path.of("model"),
            Optional.empty(),
            DeviceName.CPU,
            Precision.BF16,
            Optional.empty(),
            ResidentBlocks.parse(setting),
            GradientCheckpointing.FULL,
            LongPrompts.REFUSE,
            true,
            true,
            Optional.empty())
        .storage(residency)
        .residentBlocks();
  }

  @ParameterizedTest
  @CsvSource({"RESIDENT", "PHASED"})
  void allStayUnlessBlocksAreStreamed(Residency.Mode mode) {
    Residency residency = new Residency(mode, OptionalInt.of(3));
    assertEquals(Optional.empty(), resident("auto", residency));
    assertEquals(Optional.of(7), resident("7", residency), "a number is obeyed in every mode");
  }

  @Test
  void streamedBlocksStayAsThereIsRoom() {
    Residency.Mode stream = Residency.Mode.STREAM;
    assertEquals(Optional.of(0), resident("auto", new Residency(stream, OptionalInt.empty())));
    assertEquals(Optional.of(3), resident("auto", new Residency(stream, OptionalInt.of(3))));
    assertEquals(Optional.of(7), resident("7", new Residency(stream, OptionalInt.of(3))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "all", "1.5", "", "12345678"})
  void otherWordsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ResidentBlocks.parse(text));
  }
}
