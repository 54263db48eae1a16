package org.sdvgen.runtime;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Names and shapes of the real models' tensors, without their values. */
public final class RealSize {
  private RealSize() {}

  /** The whole description of one component, such as {@code cogvideox-5b.transformer}. */
  public static JsonNode read(String component) {
    String resource = "/real-size/" + component + ".json";
    try (InputStream in = RealSize.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shapes of one component's tensors by name. */
  public static Map<String, Shape> shapes(String component) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    read(component)
        .path("shapes")
        .properties()
        .forEach(
            field -> {
              long[] extents = new long[field.getValue().size()];
              for (int i = 0; i < extents.length; i++) {
                extents[i] = field.getValue().path(i).longValue();
              }
              shapes.put(field.getKey(), new Shape(extents));
            });
    return shapes;
  }
}
