package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** A run whose programs' times are taken. */
final class ProfileTest {
  @TempDir private Path folder = Path.of("");

  private static byte[] train(Path folder, String... settings) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train", TinyRun.create(folder).config()));
    arguments.add("max_train_steps=3");
    arguments.addAll(List.of(settings));
    Commands run = Commands.run(arguments.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    Files.writeString(folder.resolve("out.txt"), run.out());
    Files.writeString(folder.resolve("err.txt"), run.err());
    return Files.readAllBytes(folder.resolve("out/pytorch_lora_weights.safetensors"));
  }

  @Test
  void namesTheBlocksOfAStepAndChangesNothing() throws IOException {
    Path trace = folder.resolve("traces/trace.json");
    byte[] plain = train(folder.resolve("a"), "backbone.gradient_checkpointing=true");
    byte[] profiled =
        train(
            folder.resolve("b"),
            "backbone.gradient_checkpointing=selective",
            "--profile",
            trace.toString());
    assertArrayEquals(plain, profiled);
    assertFalse(Files.readString(folder.resolve("b/err.txt")).contains("keeps no attention"));

    String table = Files.readString(folder.resolve("b/out.txt"));
    assertTrue(table.startsWith("1 steps of"), table);
    assertTrue(table.contains("matrix products and attention by themselves"), table);
    assertTrue(table.contains("outside of programs"), table);

    List<JsonNode> events =
        StreamSupport.stream(
                new ObjectMapper().readTree(trace.toFile()).get("traceEvents").spliterator(), false)
            .toList();
    JsonNode step = events.get(0);
    assertEquals("step 2", step.get("name").asText());
    Set<String> phases = new TreeSet<>();
    double within = 0;
    for (JsonNode event : events.subList(1, events.size())) {
      assertEquals("X", event.get("ph").asText());
      if (event.get("args").get("block").asText().equals("transformer_blocks.0.")) {
        phases.add(event.get("cat").asText());
        within += event.get("dur").asDouble();
        assertTrue(event.get("ts").asDouble() >= step.get("ts").asDouble());
      }
    }
    assertEquals(Set.of("again", "backward", "forward"), phases);
    assertTrue(within > 0 && within < step.get("dur").asDouble());
  }
}
