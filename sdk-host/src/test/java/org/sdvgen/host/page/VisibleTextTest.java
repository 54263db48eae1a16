package org.sdvgen.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
  @Test
  void controlCharactersAreShownAndNotObeyed() {
    assertEquals("a\\x1b[31mred", VisibleText.of("a\u001b[31mred"));
    assertEquals("\\x00\\x07\\x7f\\x9b", VisibleText.of("\0\u0007\u007f\u009b"));
    assertEquals("gpj.\\u202eexe", VisibleText.of("gpj.\u202eexe"));
    assertEquals("\\u2066a\\u2069\\u2028", VisibleText.of("\u2066a\u2069\u2028"));
    assertEquals("over\\x0dwritten\r\n", VisibleText.of("over\rwritten\r\n"));
  }

  @Test
  void aMessageHasTheLinesOfItsListsAlone() {
    assertEquals(
        "a\\x0ab.mp4: no\n  one\n  two", VisibleText.message("a\nb.mp4: no\n  one\n  two"));
    assertEquals("end\\x0a", VisibleText.message("end\n"));
    assertEquals("a\\x0d\\x0ab", VisibleText.message("a\r\nb"));
    assertEquals("plain\\x1b", VisibleText.message("plain\u001b"));
  }

  @Test
  void halvesOfCharactersAreShown() {
    assertEquals("\\ud83d!", VisibleText.of("\ud83d!"));
    assertEquals("!\\udf0a", VisibleText.of("!\udf0a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a wave, é", "two\n\tlines", "\ud83c\udf0a", "\u05d0\u200f ב", "می\u200cخواهم"})
  void wordsStayAsTheyAre(String text) {
    assertSame(text, VisibleText.of(text));
  }

  @Test
  void pagesShowThemToo() {
    assertEquals("&lt;b&gt;\\x1b\\u202e", Html.escape("<b>\u001b\u202e"));
    assertEquals(
        "&quot;&apos;&amp;amp; é \ud83c\udf0a\n", Html.escape("\"'&amp; é \ud83c\udf0a\n"));
  }
}
