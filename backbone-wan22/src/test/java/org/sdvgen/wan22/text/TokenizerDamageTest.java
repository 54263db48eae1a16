package org.sdvgen.wan22.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A damaged tokenizer is an error of its own, and never the end of the program. */
class TokenizerDamageTest {
  @TempDir private Path folder;

  @Test
  void noDamageEndsTheProgram() {
    Path small = Path.of(System.getProperty("repository.root"), "recipes/toy-base-wan22/tokenizer");
    SeparateProcess process =
        SeparateProcess.run(
            TokenizerDamage.class,
            "512m",
            Duration.ofMinutes(10),
            folder,
            folder.toString(),
            small.toString(),
            Integer.getInteger("damage.cases", 250).toString());
    assertEquals(0, process.exit(), process::summary);
  }

  @Test
  void startingAsksNobodyOnTheNetwork() {
    SeparateProcess process =
        SeparateProcess.run(EngineStart.class, "512m", Duration.ofMinutes(10), folder);
    assertEquals(0, process.exit(), process::summary);
    assertTrue(process.output().contains("started"), process::summary);
    assertFalse(process.output().contains("OPENED"), process::output);
  }

  /** Each would end the library, or would be read as another tokenizer than it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/post_processor/single/0 | {\"SpecialToken\": {\"id\": \"</s>\"}} | a template of one"
            + " text",
        "/post_processor/single/1 | {\"Sequence\": {\"id\": \"A\"}} | a template of one text",
        "/post_processor/single/1 | {\"SpecialToken\": {\"id\": \"<x>\"}} | tokens that"
            + " special_tokens",
        "/post_processor/special_tokens/<~1s>/ids | [] | special tokens with their numbers",
        "/model/unk_id | 99999999 | model.unk_id",
        "/model/vocab/3/1 | \"a\" | model.vocab[3]",
        "/model/type | \"BPE\" | model.type",
        "/added_tokens | {} | added_tokens",
      })
  void whatContradictsItselfIsRefusedByName(String place, String value, String expected)
      throws IOException {
    Path small = Path.of(System.getProperty("repository.root"), "recipes/toy-base-wan22/tokenizer");
    try (Stream<Path> files = Files.list(small)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    ObjectMapper json = new ObjectMapper();
    Path file = folder.resolve("tokenizer.json");
    JsonNode root = json.readTree(file.toFile());
    JsonPointer pointer = JsonPointer.compile(place);
    JsonNode parent = root.at(pointer.head());
    if (parent instanceof ArrayNode list) {
      list.set(pointer.last().getMatchingIndex(), json.readTree(value));
    } else {
      ((ObjectNode) parent).set(pointer.last().getMatchingProperty(), json.readTree(value));
    }
    json.writeValue(file.toFile(), root);
    InputException error =
        assertThrows(InputException.class, () -> FastTokenizer.open(folder, Optional.empty()));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith(file.toString()) && message.contains(expected), message);
  }

  @Test
  void aFileThatEndedTheLibraryIsRefused() throws URISyntaxException {
    Path damaged = Path.of(Objects.requireNonNull(getClass().getResource("damaged")).toURI());
    InputException error =
        assertThrows(InputException.class, () -> FastTokenizer.open(damaged, Optional.empty()));
    assertTrue(String.valueOf(error.getMessage()).contains("post_processor"), error::toString);
  }
}
