package org.sdvgen.runtime.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * Prompts to token ids, as the slow {@code T5Tokenizer} of transformers reads them in its legacy
 * mode: SentencePiece on the text between added tokens, the end token last.
 */
public final class T5Tokenizer implements PromptTokenizer {
  private final SentencePieces pieces;
  private final AddedTokens added;
  private final int endToken;
  private final int padToken;

  private T5Tokenizer(SentencePieces pieces, AddedTokens added, int endToken, int padToken) {
    this.pieces = pieces;
    this.added = added;
    this.endToken = endToken;
    this.padToken = padToken;
  }

  /**
   * Reads a tokenizer in whichever files it is saved.
   *
   * @param folder a folder with {@code tokenizer_config.json} and {@code spiece.model} or {@code
   *     tokenizer.json}
   * @param subject a word to read as one token, whose id is the first past all others
   * @return the tokenizer; the caller closes it
   * @throws InputException if a file is missing, damaged or asks for what is not supported
   */
  public static PromptTokenizer open(Path folder, Optional<String> subject) {
    ConfigFile config = ConfigFile.read(folder.resolve("tokenizer_config.json"));
    if (FastTokenizer.isSavedIn(folder, config)) {
      return FastTokenizer.open(folder, subject);
    }
    T5Tokenizer tokenizer = open(folder);
    return subject.map(tokenizer::withToken).orElse(tokenizer);
  }

  /**
   * Reads a tokenizer.
   *
   * @param folder a folder with {@code spiece.model} and {@code tokenizer_config.json}
   * @return the tokenizer; the caller closes it
   * @throws InputException if a file is missing, damaged or asks for what is not supported
   */
  public static T5Tokenizer open(Path folder) {
    ConfigFile config = ConfigFile.read(folder.resolve("tokenizer_config.json"));
    config.require("tokenizer_class", "T5Tokenizer");
    if (!config.flag("legacy", true)) {
      throw config.wrong("legacy", "true");
    }
    AddedTokens added = AddedTokens.read(config);
    return new T5Tokenizer(
        SentencePieces.read(folder.resolve("spiece.model")),
        added,
        id(added, config, "eos_token"),
        id(added, config, "pad_token"));
  }

  private static int id(AddedTokens added, ConfigFile config, String key) {
    String content = config.text(key);
    return added.all().stream()
        .filter(token -> token.content().equals(content))
        .findFirst()
        .orElseThrow(() -> config.wrong(key, "one of added_tokens_decoder"))
        .id();
  }

  /**
   * Returns a tokenizer that reads a further word as one token, whose id is the first past all
   * others. It shares the SentencePiece model with this one, which stays the owner.
   *
   * @param content the word, such as {@code <cls>}
   */
  public T5Tokenizer withToken(String content) {
    return new T5Tokenizer(pieces, added.with(content), endToken, padToken);
  }

  /**
   * Returns the id of an added token.
   *
   * @throws IllegalArgumentException if there is no such token
   */
  public int idOf(String content) {
    return added.get(content).id();
  }

  @Override
  public int length() {
    return added.all().stream().mapToInt(AddedToken::id).max().orElseThrow() + 1;
  }

  @Override
  public int[] encode(String prompt) {
    int[] ids =
        added.split(prompt).stream().flatMapToInt(piece -> Arrays.stream(ids(piece))).toArray();
    if (ids.length > 0 && ids[ids.length - 1] == endToken) {
      return ids;
    }
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = endToken;
    return ended;
  }

  private int[] ids(AddedTokens.Piece piece) {
    if (piece.isToken()) {
      return new int[] {idOf(piece.text())};
    }
    return pieces.encode(piece.text());
  }

  @Override
  public int endToken() {
    return endToken;
  }

  @Override
  public int padToken() {
    return padToken;
  }

  @Override
  public void close() {
    pieces.close();
  }
}
