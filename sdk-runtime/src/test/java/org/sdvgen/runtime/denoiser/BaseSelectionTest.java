package org.sdvgen.runtime.denoiser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.error.InputException;

class BaseSelectionTest {
  private static final Set<String> NAMES =
      new LinkedHashSet<>(List.of("blocks.0.to_q.weight", "blocks.0.to_q.bias", "proj_out.weight"));

  private static List<String> match(String... patterns) {
    return List.copyOf(BaseSelection.match(new Selection.Base(List.of(patterns)), NAMES));
  }

  @Test
  void namesKeepTheNetworksOrder() {
    assertEquals(
        List.of("blocks.0.to_q.weight", "proj_out.weight"),
        match("proj_out\\..*", "blocks.*weight"));
  }

  @Test
  void aPatternMustMatchTheWholeName() {
    InputException error = assertThrows(InputException.class, () -> match("to_q"));
    assertTrue(String.valueOf(error.getMessage()).contains("nearest"));
  }

  @Test
  void aMalformedPatternIsNamed() {
    InputException error = assertThrows(InputException.class, () -> match("blocks.(0"));
    assertTrue(String.valueOf(error.getMessage()).contains("blocks.(0"));
  }
}
