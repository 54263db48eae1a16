package org.sdvgen.host.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.runtime.io.AtomicFile;

/**
 * A page made from a template among the resources, in which <code>${name}</code> stands for what is
 * put there; <code>${style}</code> is the style that all such pages have in common.
 */
public final class HtmlPage {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

  private final String template;
  private final Map<String, String> content = new HashMap<>();

  /**
   * An empty page.
   *
   * @param neighbour a class of the package that the template lies in
   * @param template the template's file name
   */
  public HtmlPage(Class<?> neighbour, String template) {
    this.template = resource(neighbour, template);
    put("style", resource(HtmlPage.class, "page.css"));
  }

  private static String resource(Class<?> neighbour, String name) {
    try (InputStream text = Objects.requireNonNull(neighbour.getResourceAsStream(name), name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own " + name + " cannot be read", e);
    }
  }

  /**
   * Fills a place.
   *
   * @param name the place's name
   * @param html markup
   * @return the page itself
   */
  public HtmlPage put(String name, String html) {
    content.put(name, html);
    return this;
  }

  /**
   * Fills a place with plain text.
   *
   * @param name the place's name
   * @param text shown as it stands
   * @return the page itself
   */
  public HtmlPage text(String name, String text) {
    return put(name, Html.escape(text));
  }

  /**
   * Writes the page.
   *
   * @param file replaced only when the new one is whole
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void write(Path file) {
    String html = html();
    AtomicFile.replace(file, temporary -> Files.writeString(temporary, html));
  }

  /** The markup; what was put in is not searched for places. */
  String html() {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(filled(place.group(1))));
  }

  private String filled(String name) {
    String html = content.get(name);
    if (html == null) {
      throw new IllegalStateException("nothing was put into the page's place " + name);
    }
    return html;
  }
}
