package org.sdvgen.cogvideox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.weights.TensorTable;

/** The tables against names and shapes of the whole CogVideoX-5B, without its weights. */
class RealSizeTensorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void transformer() throws IOException {
    TransformerConfig config =
        TransformerConfig.read(config("transformer", "CogVideoXTransformer3DModel"));
    check("transformer", TransformerTensors.of(config));
  }

  @Test
  void autoencoder() throws IOException {
    check("vae", VaeTensors.of(VaeConfig.read(config("vae", "AutoencoderKLCogVideoX"))));
  }

  @Test
  void textEncoder() throws IOException {
    check("text_encoder", T5Tensors.of(T5Config.read(config("text_encoder", "T5EncoderModel"))));
  }

  /** The list's configuration as a file, with the entries that every checkpoint's has too. */
  private Path config(String part, String className) throws IOException {
    ObjectNode config = (ObjectNode) list(part).get("config");
    config.put("_class_name", className).put("model_type", "t5");
    Path file = folder.resolve("config.json");
    Files.write(file, JSON.writeValueAsBytes(config));
    return file;
  }

  private static void check(String part, TensorTable table) throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : list(part).get("shapes").properties()) {
      long[] extents =
          StreamSupport.stream(entry.getValue().spliterator(), false)
              .mapToLong(JsonNode::asLong)
              .toArray();
      shapes.put(entry.getKey(), new Shape(extents));
    }
    table.check(part, shapes);
    assertEquals(table.shapes().keySet(), shapes.keySet());
  }

  private static JsonNode list(String part) throws IOException {
    String name = "/golden/real-size/cogvideox-5b." + part + ".json";
    try (InputStream in = RealSizeTensorsTest.class.getResourceAsStream(name)) {
      return JSON.readTree(in);
    }
  }
}
