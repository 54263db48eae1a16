package org.sdvgen.runtime.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code tokenizer.json} with the tokens that {@code tokenizer_config.json} adds or redefines, as
 * transformers merges the two.
 */
final class TokenizerFile {
  private static final String ADDED = "added_tokens";
  private static final String CONTENT = "content";
  private static final String ID = "id";

  private final Path file;
  private final ObjectNode root;
  private final List<ObjectNode> added = new ArrayList<>();

  private TokenizerFile(ConfigFile tokenizer) {
    file = tokenizer.file();
    root = tokenizer.copy();
    if (!tokenizer.node(ADDED).isArray()) {
      throw tokenizer.wrong(ADDED, "a list of tokens");
    }
    for (JsonNode token : tokenizer.node(ADDED)) {
      if (!(token.deepCopy() instanceof ObjectNode described)) {
        throw tokenizer.wrong(ADDED, "a list of tokens");
      }
      add(described);
    }
  }

  /**
   * Reads both files.
   *
   * @param folder the tokenizer's folder
   * @param config its {@code tokenizer_config.json}
   * @return the file
   * @throws InputException if a file is missing or damaged
   */
  static TokenizerFile read(Path folder, ConfigFile config) {
    TokenizerFile tokenizer =
        new TokenizerFile(ConfigFile.read(folder.resolve(FastTokenizer.FILE)));
    config.optional("added_tokens_decoder").stream()
        .flatMap(tokens -> tokens.properties().stream())
        .map(entry -> described(config, entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(token -> token.path(ID).asInt()))
        .forEach(tokenizer::add);
    return tokenizer;
  }

  private static ObjectNode described(ConfigFile config, String id, JsonNode token) {
    if (!id.matches("\\d{1,9}") || !token.isObject()) {
      throw config.wrong("added_tokens_decoder", "added tokens by their numbers");
    }
    ObjectNode described = token.deepCopy();
    return described.put(ID, Integer.parseInt(id));
  }

  private void add(ObjectNode token) {
    added.removeIf(known -> content(known).equals(content(token)));
    added.add(token);
  }

  /** Adds a word as a token of its own, with the first free id unless it is known. */
  void addSpecial(String word) {
    if (find(word).isEmpty()) {
      ObjectNode token = root.objectNode().put(ID, length()).put(CONTENT, word);
      for (String property : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        token.put(property, false);
      }
      add(token.put("special", true));
    }
  }

  /** Returns one more than the largest id. */
  int length() {
    int largest = added.stream().mapToInt(token -> token.path(ID).asInt()).max().orElse(-1);
    return Math.max(root.path("model").path("vocab").size(), largest + 1);
  }

  /**
   * Returns the id of an added token.
   *
   * @throws InputException if there is no such token
   */
  int idOf(String word) {
    return find(word)
        .orElseThrow(() -> new InputException(file + ": added_tokens has no token " + word))
        .path(ID)
        .asInt();
  }

  private Optional<ObjectNode> find(String word) {
    return added.stream().filter(token -> content(token).equals(word)).findFirst();
  }

  private static String content(JsonNode token) {
    return token.path(CONTENT).asText();
  }

  /**
   * Returns everything that encoding needs as JSON.
   *
   * @throws InputException if the parts do not fit together
   */
  String json() {
    ArrayNode tokens = root.putArray(ADDED);
    tokens.addAll(added);
    TokenizerRules.check(file, root);
    return root.toString();
  }
}
