package org.sdvgen.testkit.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.sdvgen.runtime.weights.TensorTable;

/**
 * Names and shapes of a part of a published model, without its weights, and its configuration: the
 * test resource {@code golden/real-size/<name>.json}.
 */
public final class RealSizeList {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final JsonNode root;

  private RealSizeList(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  /** Reads a list, such as {@code cogvideox-5b.vae}. */
  public static RealSizeList read(String name) {
    String resource = "/golden/real-size/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(RealSizeList.class.getResourceAsStream(resource), resource)) {
      return new RealSizeList(name, JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns everything that the list holds. */
  public JsonNode json() {
    return root;
  }

  /**
   * Writes the list's configuration as a file.
   *
   * @param folder where
   * @param more entries that every checkpoint's file has and the list leaves out
   * @return the file
   */
  public Path writeConfig(Path folder, Map<String, String> more) {
    ObjectNode config = root.get("config").deepCopy();
    more.forEach(config::put);
    Path file = folder.resolve(name + ".config.json");
    try {
      return Files.write(file, JSON.writeValueAsBytes(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that a table names every tensor of the list, with its shape, and no other. */
  public void check(TensorTable table) {
    Map<String, Shape> shapes = shapes();
    table.check(name, shapes);
    assertEquals(table.shapes().keySet(), shapes.keySet());
  }

  private Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.get("shapes").properties()) {
      long[] extents =
          StreamSupport.stream(entry.getValue().spliterator(), false)
              .mapToLong(JsonNode::asLong)
              .toArray();
      shapes.put(entry.getKey(), new Shape(extents));
    }
    return shapes;
  }
}
