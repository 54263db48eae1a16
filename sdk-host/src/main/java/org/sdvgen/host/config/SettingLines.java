package org.sdvgen.host.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * In which line of a file a key is written. It serves to show where a value comes from: what cannot
 * be found is left out, and the file is named alone.
 */
final class SettingLines {
  /** An alias may repeat much; more keys than this are not looked up. */
  private static final int MOST = 100_000;

  private final Map<String, Integer> lines = new HashMap<>();

  private SettingLines() {}

  /**
   * Finds the lines.
   *
   * @param format the ending of the file's name
   * @param text the file
   * @return lines from 1 by key; none for formats whose readers tell them or do not know them
   * @throws IOException if a JSON or XML text is none
   */
  static Map<String, Integer> of(String format, String text) throws IOException {
    SettingLines found = new SettingLines();
    switch (format) {
      case "yaml", "yml" -> {
        LoaderOptions options = YamlLimits.checked(text);
        Node root = new Yaml(options).compose(new StringReader(text));
        if (root != null) {
          found.walk(root, "");
        }
      }
      case "json" -> found.read(text);
      case "xml" -> found.walk(XmlElement.root(text), "");
      default -> {}
    }
    return found.lines;
  }

  private void walk(Node node, String key) {
    if (lines.size() > MOST) {
      return;
    }
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name) {
          String inner = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
          lines.putIfAbsent(inner, entry.getKeyNode().getStartMark().getLine() + 1);
          walk(entry.getValueNode(), inner);
        }
      }
    } else if (node instanceof SequenceNode list) {
      List<Node> items = list.getValue();
      for (int i = 0; i < items.size(); i++) {
        walk(items.get(i), items.size() == 1 ? key : key + "." + i);
      }
    }
  }

  private void walk(XmlElement element, String prefix) {
    element.attributes().forEach(name -> lines.putIfAbsent(prefix + name, element.line()));
    element
        .childrenByName()
        .forEach(
            (name, same) -> {
              String key = prefix + name;
              for (int i = 0; i < same.size(); i++) {
                lines.putIfAbsent(key, same.get(i).line());
                walk(same.get(i), same.size() == 1 ? key + "." : key + "." + i + ".");
              }
            });
  }

  private void read(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
          int line = parser.currentTokenLocation().getLineNr();
          String pointer = parser.getParsingContext().pathAsPointer().toString();
          note(pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~"), line);
        }
      }
    }
  }

  /** An item alone in its list has no number in its key. */
  private void note(String key, int line) {
    lines.putIfAbsent(key, line);
    lines.putIfAbsent(key.replace(".0.", "."), line);
  }
}
