package org.sdvgen.runtime.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.io.GitLfs;
import org.sdvgen.runtime.weights.StrictJson;

/**
 * A JSON file of a checkpoint, read strictly: what is missing, of the wrong type or not supported
 * is an error that names file and key.
 */
public final class ConfigFile {
  /** Larger than any vocabulary or width; a damaged number must not take all memory. */
  private static final int LARGEST_SIZE = 1_000_000;

  private static final int MOST_PARTS = 10_000;
  private static final int LONGEST_LIST = 16;
  private static final int LONGEST_QUOTE = 200;

  private final Path file;
  private final JsonNode root;

  private ConfigFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param file a JSON file with one object
   * @return its contents
   * @throws InputException if it is missing, unreadable or no JSON object
   */
  public static ConfigFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + " is missing: expected a checkpoint in the layout of its Hugging Face repository");
    }
    try {
      GitLfs.refusePointer(file);
      JsonNode root = StrictJson.read(file);
      if (!root.isObject()) {
        throw new InputException(file + " does not hold a JSON object; fetch it again");
      }
      return new ConfigFile(file, root);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read as JSON: " + e.getMessage(), e);
    }
  }

  /** Returns the file's path, for messages. */
  public Path file() {
    return file;
  }

  /**
   * Returns a copy of everything that the file holds. Not for plugins, which have no such class.
   */
  public ObjectNode copy() {
    return root.deepCopy();
  }

  /**
   * Writes everything that the file holds with some values replaced.
   *
   * @param target the file to create or replace
   * @param replaced numbers, texts or lists of them by key
   * @throws InputException if it cannot be written
   */
  public void writeWith(Path target, Map<String, ?> replaced) {
    ObjectNode changed = copy();
    replaced.forEach((key, value) -> changed.putPOJO(key, value));
    byte[] text = (changed.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(target, channel -> channel.write(ByteBuffer.wrap(text)));
  }

  /**
   * Returns an object or array by key. Not for plugins, which have no such class.
   *
   * @throws InputException if it is missing
   */
  public JsonNode node(String key) {
    return optional(key).orElseThrow(() -> wrong(key, "a value"));
  }

  /** Returns a value by key; empty if it is absent or null. Not for plugins. */
  public Optional<JsonNode> optional(String key) {
    JsonNode value = root.get(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** Whether there is a value, which is not null. */
  public boolean has(String key) {
    return optional(key).isPresent();
  }

  /**
   * Whether this index of a pipeline names a class for a component: absent ones are pairs of null.
   */
  public boolean hasComponent(String key) {
    return optional(key).filter(pair -> !pair.path(1).isNull()).isPresent();
  }

  /** Returns a value as it is written, or "not set", for messages. */
  public String shown(String key) {
    return optional(key).map(JsonNode::toString).orElse("not set");
  }

  /**
   * Returns a text.
   *
   * @throws InputException if it is missing or no text
   */
  public String text(String key) {
    return optional(key)
        .filter(JsonNode::isTextual)
        .orElseThrow(() -> wrong(key, "a text"))
        .asText();
  }

  /**
   * Returns a number.
   *
   * @throws InputException if it is missing or no number
   */
  public double number(String key) {
    return optional(key)
        .filter(ConfigFile::isFinite)
        .orElseThrow(() -> wrong(key, "a number"))
        .asDouble();
  }

  /**
   * Returns a size, a whole number from 1 to 1,000,000.
   *
   * @throws InputException if it is missing or anything else
   */
  public int positive(String key) {
    return whole(key, LARGEST_SIZE);
  }

  /**
   * Returns a number of parts or channels, a whole number from 1 to 10,000: products of two of them
   * are numbers still, and a table of so many parts fits into memory.
   *
   * @throws InputException if it is missing or anything else
   */
  public int few(String key) {
    return whole(key, MOST_PARTS);
  }

  private int whole(String key, int largest) {
    return optional(key)
        .filter(value -> isWhole(value, largest))
        .orElseThrow(() -> wrong(key, "a whole number from 1 to " + largest))
        .asInt();
  }

  /**
   * Returns a list of one to 16 whole numbers from 1 to 10,000.
   *
   * @throws InputException if it is missing or anything else
   */
  public List<Integer> positives(String key) {
    String expected = "a list of 1 to 16 whole numbers from 1 to " + MOST_PARTS;
    List<JsonNode> values = list(key, value -> isWhole(value, MOST_PARTS), expected);
    if (values.isEmpty() || values.size() > LONGEST_LIST) {
      throw wrong(key, expected);
    }
    return values.stream().map(JsonNode::asInt).toList();
  }

  /**
   * Returns a list of numbers, which may be empty.
   *
   * @throws InputException if it is missing or holds anything else
   */
  public List<Double> numbers(String key) {
    return list(key, ConfigFile::isFinite, "a list of numbers").stream()
        .map(JsonNode::asDouble)
        .toList();
  }

  /**
   * Returns a list of truth values, which may be empty.
   *
   * @throws InputException if it is missing or holds anything else
   */
  public List<Boolean> flags(String key) {
    return list(key, JsonNode::isBoolean, "a list of true and false").stream()
        .map(JsonNode::asBoolean)
        .toList();
  }

  private List<JsonNode> list(String key, Predicate<JsonNode> allowed, String expected) {
    List<JsonNode> values = new ArrayList<>();
    node(key).forEach(values::add);
    if (!node(key).isArray() || !values.stream().allMatch(allowed)) {
      throw wrong(key, expected);
    }
    return values;
  }

  /**
   * Returns a truth value.
   *
   * @param key its key
   * @param absent the value of an absent key
   * @throws InputException if it is something else
   */
  public boolean flag(String key, boolean absent) {
    Optional<JsonNode> value = optional(key);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value.map(JsonNode::asBoolean).orElse(absent);
  }

  /**
   * Checks that a value is the only one that the network here can compute.
   *
   * @param key its key
   * @param supported the supported value, as JSON writes it
   * @throws InputException if the file says otherwise
   */
  public void require(String key, String supported) {
    String found = optional(key).map(JsonNode::asText).orElse("null");
    if (!found.equals(supported)) {
      throw new InputException(
          "%s: %s is %s, but only %s is supported; use a checkpoint of the backbone's own model"
              .formatted(file, key, found, supported));
    }
  }

  /**
   * Checks that a key is absent, null or false: it would switch something on that the network here
   * does not have.
   *
   * @throws InputException if it is set
   */
  public void requireUnset(String key) {
    Optional<JsonNode> value = optional(key);
    if (value.isPresent() && !value.get().equals(BooleanNode.FALSE)) {
      throw new InputException(
          "%s: %s is %s, which is not supported; use a checkpoint of the backbone's own model"
              .formatted(file, key, value.get()));
    }
  }

  /** Words the error that a key does not hold what is expected. */
  public InputException wrong(String key, String expected) {
    String found = optional(key).map(JsonNode::toString).orElse("nothing");
    if (found.length() > LONGEST_QUOTE) {
      found = found.substring(0, LONGEST_QUOTE) + " ...";
    }
    return new InputException("%s: %s must be %s, found %s".formatted(file, key, expected, found));
  }

  private static boolean isFinite(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.asDouble());
  }

  private static boolean isWhole(JsonNode value, int largest) {
    return value.isIntegralNumber()
        && value.canConvertToInt()
        && value.asInt() > 0
        && value.asInt() <= largest;
  }
}
