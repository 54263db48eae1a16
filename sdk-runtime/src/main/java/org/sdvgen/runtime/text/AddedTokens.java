package org.sdvgen.runtime.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/** The added tokens of a tokenizer, and how they cut a prompt (slow tokenizers of transformers). */
final class AddedTokens {
  private final Map<String, AddedToken> byContent;
  private final Pattern anyToken;

  private AddedTokens(Map<String, AddedToken> byContent) {
    this.byContent = byContent;
    // Of several tokens at one place the longest counts, and a pattern tries alternatives in order.
    String alternatives =
        byContent.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    anyToken = Pattern.compile(alternatives);
  }

  /**
   * Reads {@code added_tokens_decoder}.
   *
   * @param config {@code tokenizer_config.json}
   * @return the tokens
   */
  static AddedTokens read(ConfigFile config) {
    Map<String, AddedToken> tokens = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : config.node("added_tokens_decoder").properties()) {
      JsonNode token = entry.getValue();
      if (token.path("single_word").asBoolean() || token.path("normalized").asBoolean()) {
        throw new InputException(
            "%s: added token %s is single_word or normalized, which is not supported"
                .formatted(config.file(), token.path("content")));
      }
      String content = token.path("content").asText();
      tokens.put(
          content,
          new AddedToken(
              content,
              id(config, entry.getKey()),
              token.path("lstrip").asBoolean(),
              token.path("rstrip").asBoolean()));
    }
    if (tokens.isEmpty() || tokens.containsKey("")) {
      throw config.wrong("added_tokens_decoder", "added tokens by their numbers");
    }
    return new AddedTokens(tokens);
  }

  private static int id(ConfigFile config, String key) {
    try {
      return Integer.parseInt(key);
    } catch (NumberFormatException e) {
      throw new InputException(
          "%s: added_tokens_decoder has the key %s, expected a token's number"
              .formatted(config.file(), key),
          e);
    }
  }

  /** Returns these tokens and one more at the first free id, which swallows no white space. */
  AddedTokens with(String content) {
    Map<String, AddedToken> more = new LinkedHashMap<>(byContent);
    int last = byContent.values().stream().mapToInt(AddedToken::id).max().orElseThrow();
    more.putIfAbsent(content, new AddedToken(content, last + 1, false, false));
    return new AddedTokens(more);
  }

  Collection<AddedToken> all() {
    return byContent.values();
  }

  /** A piece of a prompt: text for SentencePiece, or an added token's own text. */
  record Piece(String text, boolean isToken) {}

  /** Returns a token by its text. */
  AddedToken get(String content) {
    AddedToken token = byContent.get(content);
    if (token == null) {
      throw new IllegalArgumentException("no added token is called " + content);
    }
    return token;
  }

  /** Cuts a prompt at its added tokens; the texts between them are stripped as the tokens say. */
  List<Piece> split(String prompt) {
    List<Piece> pieces = new ArrayList<>();
    Matcher matcher = anyToken.matcher(prompt);
    boolean strip = false;
    int start = 0;
    while (matcher.find()) {
      AddedToken token = get(matcher.group());
      String before = prompt.substring(start, matcher.start());
      pieces.add(new Piece(stripped(before, strip, token.stripsLeft()), false));
      pieces.add(new Piece(token.content(), true));
      strip = token.stripsRight();
      start = matcher.end();
    }
    pieces.add(new Piece(stripped(prompt.substring(start), strip, false), false));
    return pieces;
  }

  private static String stripped(String text, boolean leading, boolean trailing) {
    String result = leading ? text.stripLeading() : text;
    return trailing ? result.stripTrailing() : result;
  }
}
