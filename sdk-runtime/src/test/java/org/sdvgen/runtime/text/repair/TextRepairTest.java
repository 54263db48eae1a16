package org.sdvgen.runtime.text.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextRepairTest {
  /** Results of ftfy 6.3.1; every rule of it decides at least one of them. */
  @Test
  void repairsAsFtfyDoes() {
    TextCases.read("repairs.json")
        .forEach(
            repair -> {
              String text = repair.get("text").asText();
              assertEquals(repair.get("repaired").asText(), TextRepair.repair(text), text);
            });
  }

  @Property(tries = 500)
  void anyTextBecomesPlain(@ForAll @StringLength(max = 60) String text) {
    String repaired = TextRepair.repair(text);
    assertTrue(Normalizer.isNormalized(repaired, Normalizer.Form.NFC));
    assertTrue(repaired.chars().noneMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\f'));
  }

  @Property(tries = 500)
  void plainTextStays(@ForAll @StringLength(max = 40) String text) {
    String ascii = text.replaceAll("[^ -~]|&", "");
    assertEquals(ascii, TextRepair.repair(ascii));
  }

  @Test
  void aLongGarbleBesideRightTextIsRepaired() {
    int letters = 20_000;
    assertEquals("é".repeat(letters) + " Ω", TextRepair.repair("Ã©".repeat(letters) + " Ω"));
  }
}
