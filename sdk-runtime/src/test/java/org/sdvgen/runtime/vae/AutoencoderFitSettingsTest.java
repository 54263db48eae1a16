package org.sdvgen.runtime.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.runtime.torch.Precision;

class AutoencoderFitSettingsTest {
  private static AutoencoderFitSettings settings(AutoencoderPart part, double pictures) {
    return new AutoencoderFitSettings(
        Path.of("config.json"),
        Optional.empty(),
        part,
        100,
        1,
        0,
        pictures,
        0.4,
        20,
        0,
        1,
        10,
        Precision.FP32,
        0,
        DeviceName.CPU);
  }

  @Test
  void rateRisesAndFallsToNothing() {
    AutoencoderFitSettings settings = settings(AutoencoderPart.ALL, 0);
    assertEquals(0.02, settings.rate(0), 1e-9);
    assertEquals(0.4, settings.rate(19), 1e-9);
    assertEquals(0.4, settings.rate(20), 1e-9);
    assertEquals(0.2, settings.rate(60), 1e-9);
    assertEquals(0, settings.rate(100), 1e-9);
  }

  @Test
  void decoderAloneNeedsAnEncoder() {
    assertTrue(refusal(AutoencoderPart.DECODER, 0).contains("part = decoder needs weights"));
  }

  @Test
  void sharesAreRefusedOutsideOfTheirRange() {
    assertTrue(refusal(AutoencoderPart.ALL, 1.5).contains("pictures must lie in [0, 1], not 1.5"));
  }

  private static String refusal(AutoencoderPart part, double pictures) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> settings(part, pictures)).getMessage());
  }
}
