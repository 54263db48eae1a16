package org.sdvgen.host.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A list in brackets within one text, as YAML writes it: {@code [a, 'b, c']}. */
final class BracketList {
  private static final String FOLLOWED =
      "something follows its bracket; write an item that begins with a bracket as ['[a]b']";

  private BracketList() {}

  /** Whether a text begins as such a list does. */
  static boolean begins(String text) {
    return text.startsWith("[");
  }

  /**
   * Takes a list apart.
   *
   * @param text a list in brackets
   * @return its items, without their quotes
   * @throws IllegalArgumentException if the text is no list of texts; the message says why
   */
  static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    for (Node item : sequence(text).getValue()) {
      if (!(item instanceof ScalarNode scalar)) {
        throw expected(text, "an item that is not in quotes is no text");
      }
      items.add(scalar.getValue());
    }
    return items;
  }

  private static SequenceNode sequence(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(YamlLimits.DEEPEST);
    try {
      if (new Yaml(options).compose(new StringReader(text)) instanceof SequenceNode list) {
        return list;
      }
    } catch (YAMLException e) {
      throw expected(text, reason(text, e));
    }
    throw expected(text, FOLLOWED);
  }

  private static String reason(String text, YAMLException error) {
    String problem =
        String.valueOf(
            error instanceof MarkedYAMLException marked ? marked.getProblem() : error.getMessage());
    if (!text.contains("]") || problem.contains("<stream end>")) {
      return "its bracket is not closed";
    }
    return problem.contains("<document start>") ? FOLLOWED : problem;
  }

  private static IllegalArgumentException expected(String text, String reason) {
    return new IllegalArgumentException(
        "expected a list such as [a, b] or a, b, found \"%s\": %s".formatted(text, reason));
  }
}
