package org.sdvgen.host.config;

import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Values as YAML writes them. */
public final class YamlText {
  private static final Resolver RESOLVER = new Resolver();
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  /** Texts that everybody reads as the same number or truth value, by what YAML takes them for. */
  private static final Map<Tag, Pattern> PLAIN =
      Map.of(
          Tag.INT, Pattern.compile("-?(0|[1-9]\\d*)"),
          Tag.FLOAT, Pattern.compile("-?(0|[1-9]\\d*)(\\.(0|\\d*[1-9]))?([eE][+-]?\\d+)?"),
          Tag.BOOL, Pattern.compile("true|false"));

  private YamlText() {}

  /**
   * Writes a value on one line.
   *
   * @param value a setting's value
   * @return the value as it stands if YAML reads it as the same number, truth value or text; else
   *     in quotes
   */
  public static String scalar(String value) {
    boolean escaped = value.chars().anyMatch(c -> Character.isISOControl(c) || isSeparator(c));
    ScalarNode node =
        new ScalarNode(
            tag(value), value, null, null, escaped ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    StringWriter line = new StringWriter();
    new Yaml(options).serialize(node, line);
    return line.toString().lines().findFirst().orElseThrow();
  }

  /** Lines' and paragraphs' separators, and marks that change the direction of text. */
  private static boolean isSeparator(int character) {
    return Character.getType(character) == Character.FORMAT
        || character == 0x2028
        || character == 0x2029;
  }

  /** YAML reads 010, 1_000 and 1:30 as other numbers than they look: these are quoted. */
  private static Tag tag(String value) {
    Tag tag = RESOLVER.resolve(NodeId.scalar, value, true);
    return PLAIN.getOrDefault(tag, NOTHING).matcher(value).matches() ? tag : Tag.STR;
  }
}
