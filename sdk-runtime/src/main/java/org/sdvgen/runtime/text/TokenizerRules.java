package org.sdvgen.runtime.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.sdvgen.api.error.InputException;

/**
 * The checked contents of a {@code tokenizer.json}. The native library ends the whole program where
 * a damaged file contradicts itself, so only what T5's tokenizers are made of is let through to it,
 * and only when it holds together.
 */
public final class TokenizerRules {
  private static final String TYPE = "type";
  private static final int DEEPEST = 4;
  private static final Set<String> PLAIN_NORMALIZERS =
      Set.of("NFC", "NFD", "NFKC", "NFKD", "Nmt", "Lowercase", "StripAccents");

  /**
   * One character or white space, repeated: all that T5's normalizers look for. The library stops
   * the program when a search takes too long, so nothing that could take long is let through.
   */
  private static final Pattern SIMPLE_EXPRESSION =
      Pattern.compile("(?:\\\\s|[^\\\\\\[\\](){}*+?|^$.])(?:[+]|\\{\\d{1,3}(?:,\\d{0,3})?})?");

  private final Path file;

  private TokenizerRules(Path file) {
    this.file = file;
  }

  /**
   * Checks a tokenizer and removes the parts that encoding does not need: its decoder, and its
   * settings of truncation and padding.
   *
   * @param file its file, for messages
   * @param root its contents
   * @throws InputException if the native library could not read it or would read it wrongly
   */
  public static void check(Path file, ObjectNode root) {
    TokenizerRules rules = new TokenizerRules(file);
    rules.model(root.path("model"));
    rules.added(root.path("added_tokens"));
    rules.normalizer(root.path("normalizer"), 0);
    rules.preTokenizer(root.path("pre_tokenizer"), 0);
    rules.postProcessor(root.path("post_processor"));
    root.putNull("decoder").putNull("truncation").putNull("padding");
  }

  private void model(JsonNode model) {
    require(model.path(TYPE).asText().equals("Unigram"), "model.type", "Unigram", model.path(TYPE));
    JsonNode vocab = model.path("vocab");
    require(vocab.isArray() && !vocab.isEmpty(), "model.vocab", "a list of pieces", vocab);
    for (int id = 0; id < vocab.size(); id++) {
      JsonNode piece = vocab.get(id);
      require(
          piece.size() == 2
              && isText(piece.path(0))
              && piece.path(1).isNumber()
              && Double.isFinite(piece.path(1).asDouble()),
          "model.vocab[" + id + "]",
          "a text and its score",
          piece);
    }
    JsonNode unknown = model.path("unk_id");
    require(isId(unknown) && unknown.asInt() < vocab.size(), "model.unk_id", "a piece", unknown);
    requireFlags(model, "model", "byte_fallback");
  }

  private void added(JsonNode tokens) {
    require(tokens.isArray(), "added_tokens", "a list", tokens);
    Set<Integer> ids = new HashSet<>();
    for (JsonNode token : tokens) {
      String where = "added_tokens";
      require(isText(token.path("content")), where, "tokens with a content", token);
      require(
          isId(token.path("id")) && ids.add(token.path("id").asInt()),
          where,
          "tokens with a number each",
          token);
      requireFlags(token, where, "single_word", "lstrip", "rstrip", "normalized", "special");
    }
  }

  private void normalizer(JsonNode node, int depth) {
    if (isNone(node)) {
      return;
    }
    String where = "normalizer";
    switch (node.path(TYPE).asText()) {
      case "Sequence" ->
          list(node, where, "normalizers", depth).forEach(part -> normalizer(part, depth + 1));
      case "Precompiled" -> characterMap(node.path("precompiled_charsmap"));
      case "Strip" -> requireFlags(node, where, "strip_left", "strip_right");
      case "Replace" -> replacement(node);
      case "Prepend" ->
          require(isText(node.path("prepend")), where, "a text to prepend", node.path("prepend"));
      default ->
          require(PLAIN_NORMALIZERS.contains(node.path(TYPE).asText()), where, "one of T5's", node);
    }
  }

  private void replacement(JsonNode node) {
    JsonNode pattern = node.path("pattern");
    require(
        pattern.size() == 1
            && (isText(pattern.path("String"))
                || SIMPLE_EXPRESSION.matcher(pattern.path("Regex").asText()).matches()),
        "normalizer",
        "a text or one repeated character to replace",
        pattern);
    require(
        node.path("content").isTextual(),
        "normalizer",
        "a text as replacement",
        node.path("content"));
  }

  private void characterMap(JsonNode encoded) {
    String where = "normalizer.precompiled_charsmap";
    require(isText(encoded), where, "a character map", encoded);
    try {
      CharacterMap.check(Base64.getDecoder().decode(encoded.asText()));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: %s is damaged (%s); fetch the tokenizer again"
              .formatted(file, where, e.getMessage()),
          e);
    }
  }

  private void preTokenizer(JsonNode node, int depth) {
    if (isNone(node)) {
      return;
    }
    String where = "pre_tokenizer";
    switch (node.path(TYPE).asText()) {
      case "Sequence" ->
          list(node, where, "pretokenizers", depth).forEach(part -> preTokenizer(part, depth + 1));
      case "Metaspace" -> {
        String mark = node.path("replacement").asText();
        require(mark.codePointCount(0, mark.length()) == 1, where, "one character", node);
        requireFlags(node, where, "split", "add_prefix_space");
      }
      default ->
          require(node.path(TYPE).asText().equals("WhitespaceSplit"), where, "one of T5's", node);
    }
  }

  private void postProcessor(JsonNode node) {
    if (isNone(node)) {
      return;
    }
    String where = "post_processor";
    require(node.path(TYPE).asText().equals("TemplateProcessing"), where, "a template", node);
    JsonNode specials = node.path("special_tokens");
    for (JsonNode special : specials) {
      JsonNode ids = special.path("ids");
      boolean known = special.path("tokens").size() == ids.size() && !ids.isEmpty();
      for (JsonNode id : ids) {
        known = known && isId(id);
      }
      require(known, where, "special tokens with their numbers", special);
    }
    int sequences = template(node.path("single"), specials, Set.of("A"));
    require(sequences == 1, where, "a template of one text", node.path("single"));
    template(node.path("pair"), specials, Set.of("A", "B"));
  }

  /** Checks the parts of a template; returns how many of them are texts. */
  private int template(JsonNode parts, JsonNode specials, Set<String> texts) {
    int sequences = 0;
    for (JsonNode part : parts) {
      boolean isText = texts.contains(part.path("Sequence").path("id").asText());
      require(
          isText || specials.has(part.path("SpecialToken").path("id").asText()),
          "post_processor",
          "templates of texts and of tokens that special_tokens has",
          part);
      sequences += isText ? 1 : 0;
    }
    return sequences;
  }

  private JsonNode list(JsonNode node, String where, String key, int depth) {
    JsonNode parts = node.path(key);
    require(parts.isArray() && depth < DEEPEST, where, "a list of a few steps", parts);
    return parts;
  }

  private void requireFlags(JsonNode node, String where, String... keys) {
    for (String key : keys) {
      JsonNode value = node.path(key);
      require(
          value.isMissingNode() || value.isBoolean(), where + "." + key, "true or false", value);
    }
  }

  private void require(boolean holds, String where, String expected, JsonNode found) {
    if (!holds) {
      String text = found.isMissingNode() ? "nothing" : found.toString();
      throw new InputException(
          "%s: %s must be %s, found %s; fetch the tokenizer again"
              .formatted(file, where, expected, text.substring(0, Math.min(100, text.length()))));
    }
  }

  private static boolean isNone(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean isText(JsonNode node) {
    return node.isTextual() && !node.asText().isEmpty();
  }

  private static boolean isId(JsonNode node) {
    return node.isInt() && node.asInt() >= 0;
  }
}
