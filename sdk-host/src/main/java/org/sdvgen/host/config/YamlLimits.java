package org.sdvgen.host.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.IdentityHashMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Limits on the size that a configuration in YAML may unfold to. An alias repeats what its anchor
 * marks, so a few lines of aliases to aliases stand for more values than a computer can hold.
 */
final class YamlLimits {
  /** The number of levels that a configuration may have, in any format. */
  static final int DEEPEST = 50;

  private static final long MOST_VALUES = 100_000;

  /** The values below each node; zero while they are counted. */
  private final IdentityHashMap<Node, Long> counted = new IdentityHashMap<>();

  private YamlLimits() {}

  /**
   * Checks a text.
   *
   * @param text a YAML document
   * @return the options to read it with
   * @throws IOException if it unfolds to too much or an alias stands inside of its own anchor
   */
  static LoaderOptions checked(String text) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setNestingDepthLimit(DEEPEST);
    // Values are counted here instead, whether they came by few aliases or by many.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    Node root = new Yaml(options).compose(new StringReader(text));
    if (root != null) {
      new YamlLimits().count(root);
    }
    return options;
  }

  private long count(Node node) throws IOException {
    Long known = counted.putIfAbsent(node, 0L);
    if (known != null) {
      if (known == 0) {
        throw new IOException("an alias stands inside of what its anchor marks");
      }
      return known;
    }
    long values = 1;
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        values += count(item);
      }
    } else if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        values += count(entry.getKeyNode()) + count(entry.getValueNode());
      }
    }
    if (values > MOST_VALUES) {
      throw new IOException(
          "its aliases unfold to more than " + MOST_VALUES + " values; write less");
    }
    counted.put(node, values);
    return values;
  }
}
