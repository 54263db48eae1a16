package org.sdvgen.host.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Text and files as HTML wants them, so that a page needs no other file. */
public final class Html {
  private Html() {}

  /**
   * Replaces what HTML would read as markup, and makes control characters visible.
   *
   * @param text plain text
   * @return text for an element or a quoted attribute
   */
  public static String escape(String text) {
    return VisibleText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }

  /**
   * Puts a file's content where an address is wanted.
   *
   * @param type the content's type, such as {@code image/png}
   * @param file the file
   * @return a data address
   * @throws IOException if the file cannot be read
   */
  public static String data(String type, Path file) throws IOException {
    return data(type, Files.readAllBytes(file));
  }

  /**
   * Puts bytes where an address is wanted.
   *
   * @param type the bytes' type, such as {@code image/png}
   * @param bytes the bytes
   * @return a data address
   */
  public static String data(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Makes an image element of a drawing.
   *
   * @param what what it shows, in a few plain words
   * @param svg an SVG document
   * @return the element
   */
  public static String drawing(String what, String svg) {
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    return "<img alt=\"%s\" src=\"%s\">".formatted(what, data("image/svg+xml", bytes));
  }
}
