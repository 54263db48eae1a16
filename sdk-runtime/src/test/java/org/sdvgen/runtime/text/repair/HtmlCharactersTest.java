package org.sdvgen.runtime.text.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HtmlCharactersTest {
  private static final int NAMES_OF_HTML_5 = 2231;

  /** Results of Python's {@code html.unescape}. */
  @Test
  void resolvesReferencesAsPythonDoes() {
    TextCases.read("references.json")
        .forEach(
            reference -> {
              String text = reference.get("text").asText();
              assertEquals(
                  reference.get("unescaped").asText(), HtmlCharacters.unescape(text), text);
            });
  }

  @Test
  void knowsEveryName() {
    assertEquals(NAMES_OF_HTML_5, HtmlCharacters.byName().size());
  }
}
