package org.sdvgen.host.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An element of an XML text with its line, which a document's nodes do not know.
 *
 * @param name its name
 * @param line the line in which its start tag ends, from 1
 * @param attributes names of its attributes
 * @param children the elements in it
 */
record XmlElement(String name, int line, List<String> attributes, List<XmlElement> children) {
  /** A document type could name other files and repeat much: none is read. */
  static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  /** Bounds how deep elements lie in each other. */
  static final String DEPTH = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";

  /**
   * Reads a text.
   *
   * @param text an XML text
   * @return its outermost element
   * @throws IOException if it is no XML
   */
  static XmlElement root(String text) throws IOException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setFeature(NO_DOCTYPE, true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      SAXParser parser = factory.newSAXParser();
      parser.setProperty(DEPTH, YamlLimits.DEEPEST);
      Elements elements = new Elements();
      parser.parse(new InputSource(new StringReader(text)), elements);
      return elements.top.children().get(0);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  /** The elements in this one, those of one name together, in their order. */
  Map<String, List<XmlElement>> childrenByName() {
    Map<String, List<XmlElement>> byName = new LinkedHashMap<>();
    for (XmlElement child : children) {
      byName.computeIfAbsent(child.name(), key -> new ArrayList<>()).add(child);
    }
    return byName;
  }

  /** Puts elements into those that they lie in. */
  private static final class Elements extends DefaultHandler {
    final XmlElement top = new XmlElement("", 0, List.of(), new ArrayList<>());
    private final Deque<XmlElement> open = new ArrayDeque<>(List.of(top));
    private @Nullable Locator locator;

    @Override
    public void setDocumentLocator(Locator given) {
      locator = given;
    }

    @Override
    public void startElement(String uri, String local, String name, Attributes given) {
      List<String> attributes = new ArrayList<>();
      for (int i = 0; i < given.getLength(); i++) {
        attributes.add(given.getQName(i));
      }
      int line = locator == null ? 0 : locator.getLineNumber();
      XmlElement element = new XmlElement(name, line, attributes, new ArrayList<>());
      open.element().children().add(element);
      open.push(element);
    }

    @Override
    public void endElement(String uri, String local, String name) {
      open.pop();
    }
  }
}
