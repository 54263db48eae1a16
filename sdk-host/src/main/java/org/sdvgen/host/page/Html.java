package org.sdvgen.host.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.commons.text.StringEscapeUtils;
import org.sdvgen.api.error.InputException;

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
    return StringEscapeUtils.escapeXml10(VisibleText.of(text));
  }

  /**
   * Makes an image element of a picture file.
   *
   * @param alt its content in a few plain words
   * @param png a PNG file
   * @return the element, which holds the file's content
   * @throws InputException if the file cannot be read
   */
  public static String image(String alt, Path png) {
    return image(alt, "image/png", content(png));
  }

  /**
   * Makes an image element of an encoded picture.
   *
   * @param alt its content in a few plain words
   * @param png a PNG file's content
   * @return the element
   */
  public static String image(String alt, byte[] png) {
    return image(alt, "image/png", png);
  }

  /**
   * Makes an image element of a drawing.
   *
   * @param alt its content in a few plain words
   * @param svg an SVG document
   * @return the element
   */
  public static String drawing(String alt, String svg) {
    return image(alt, "image/svg+xml", svg.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Makes an element in which a video plays again and again without sound.
   *
   * @param mp4 an MP4 file
   * @return the element, which holds the file's content
   * @throws InputException if the file cannot be read
   */
  public static String video(Path mp4) {
    return "<video autoplay loop muted playsinline src=\"%s\"></video>"
        .formatted(data("video/mp4", content(mp4)));
  }

  private static String image(String alt, String type, byte[] content) {
    return "<img alt=\"%s\" src=\"%s\">".formatted(escape(alt), data(type, content));
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
  }

  private static String data(String type, byte[] content) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(content);
  }
}
