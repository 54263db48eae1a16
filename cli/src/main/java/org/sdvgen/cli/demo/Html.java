package org.sdvgen.cli.demo;

/** Text as HTML wants it. */
final class Html {
  private Html() {}

  /**
   * Replaces what HTML would read as markup.
   *
   * @param text plain text
   * @return text for an element or a quoted attribute
   */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }
}
