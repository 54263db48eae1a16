package org.sdvgen.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Places of a template and what is put there. */
final class HtmlPageTest {
  private static HtmlPage page() {
    return new HtmlPage(HtmlPageTest.class, "page-for-tests.html");
  }

  @Test
  void placesAreFilledOnce() {
    String html = page().put("title", "<b>${body}</b>").text("body", "<i> $1 \\").html();
    assertTrue(html.startsWith("<b>${body}</b>|&lt;i&gt; $1 \\|"), html);
    assertTrue(html.contains("font:"), "the common style");
  }

  @Test
  void anEmptyPlaceIsADefect() {
    HtmlPage page = page().put("title", "a");
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, page::html).getMessage());
    assertEquals("nothing was put into the page's place body", message);
  }
}
