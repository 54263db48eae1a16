package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.cli.Commands;
import org.yaml.snakeyaml.Yaml;

/** The schema that {@code sdvgen config schema} prints, against configurations as they are used. */
final class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode TEXT = read(Commands.run("config", "schema").out());
  private static final JsonSchemaFactory DRAFT = JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final JsonSchema SCHEMA = DRAFT.getSchema(TEXT);

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<ValidationMessage> faults(String yaml) {
    return SCHEMA.validate(JSON.valueToTree(new Yaml().load(yaml)));
  }

  static List<Path> configurations() throws IOException {
    try (Stream<Path> recipes = Files.walk(Path.of("..", "recipes"));
        Stream<Path> resources = Files.walk(Path.of("src", "main", "resources"));
        Stream<Path> tools = Files.walk(Path.of("..", "tools"))) {
      return Stream.of(recipes, resources, tools)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @Test
  void itIsOfTheDraftThatItNames() {
    assertEquals("https://json-schema.org/draft/2020-12/schema", TEXT.path("$schema").asText());
    JsonSchema meta = DRAFT.getSchema(SchemaLocation.of(TEXT.path("$schema").asText()));
    assertEquals(Set.of(), meta.validate(TEXT));
  }

  @Test
  void thereAreConfigurationsToCheck() throws IOException {
    assertTrue(configurations().size() > 30, () -> "only " + TEXT);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void itTakesEveryConfigurationOfTheProject(Path file) throws IOException {
    assertEquals(Set.of(), faults(Files.readString(file)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed: '42'",
        "learning_rate: 1",
        "learning_rate: 5e-5",
        "backbone: {dtype: fp32}",
        "track.motion.batch_size: 2",
        "track: {any-name: {height: 48, objective: {name: motion, token_drop: 0.5}}}",
        "track: {a: {buckets: [720x480, 480x720]}}",
        "track: {a: {buckets: 720x480}}",
        "validation: {prompts: [{prompt: a fox}, {prompt: a dog, image: dog.png}]}",
        "validation: {prompts: {prompt: a fox}}",
        "update_rules: gradient-surgery",
        "update: {gradient-surgery: {buffer_size: 8}}",
        "lora: {targets: [to_q, to_k]}"
      })
  void itTakesWhatTheProgramTakes(String yaml) {
    assertEquals(Set.of(), faults(yaml));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learnign_rate: 1 | learnign_rate",
        "seed: many | seed",
        "max_train_steps: 1.5 | max_train_steps",
        "use_ema: perhaps | use_ema",
        "lr_scheduler: cosin | lr_scheduler",
        "backbone: {name: wan22, norm_lora: all} | norm_lora",
        "backbone: {name: cogvideo} | backbone.name",
        "backbone: {device: gpu} | backbone",
        "backbone: {nothing: 1} | nothing",
        "track: {a: {objective: {name: identity, token_drop: 0.5}}} | token_drop",
        "track: {a: {heigth: 8}} | heigth",
        "track: {a: {buckets: [720]}} | buckets",
        "validation: {prompts: [{promt: a fox}]} | promt",
        "update: {gradient-surgery: {probabilty: 0.2}} | probabilty",
        "update_rules: [gradient-sugery] | update_rules",
        "generate: {reference_mode: token} | generate.reference_mode"
      })
  void itRefusesWhatTheProgramRefuses(String yaml, String key) {
    Set<ValidationMessage> faults = faults(yaml);
    assertFalse(faults.isEmpty(), yaml);
    assertTrue(faults.toString().contains(key), faults::toString);
  }

  @Test
  void itHasTheWordsAndDefaultsOfTheSettings() {
    JsonNode rate = TEXT.at("/properties/learning_rate");
    assertEquals(5e-5, rate.path("default").asDouble());
    assertEquals("Highest learning rate", rate.path("description").asText());
    JsonNode fit = TEXT.at("/properties/generate/properties/reference_fit/enum");
    assertEquals(read("[\"contain\", \"cover\"]"), fit);
  }
}
