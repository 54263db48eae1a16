package org.sdvgen.runtime.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;
import org.sdvgen.runtime.torch.QuietEngine;

/**
 * Prompts to token ids, as {@code T5TokenizerFast} of transformers 4 and {@code T5Tokenizer} of
 * transformers 5 read them: everything from normalization to the end token is as {@code
 * tokenizer.json} says.
 */
public final class FastTokenizer implements PromptTokenizer {
  /** The file that says all of a tokenizer. */
  static final String FILE = "tokenizer.json";

  /** Rows are cut and filled up elsewhere. */
  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false");

  /** Which build the library takes of itself: one for CUDA is not on board, but on the network. */
  private static final String LIBRARY_BUILD = "RUST_FLAVOR";

  private final HuggingFaceTokenizer tokenizer;
  private final int endToken;
  private final int padToken;
  private final int length;

  private FastTokenizer(TokenizerFile file, ConfigFile config) {
    endToken = file.idOf(config.text("eos_token"));
    padToken = file.idOf(config.text("pad_token"));
    length = file.length();
    tokenizer = compile(file, config.file());
  }

  private static HuggingFaceTokenizer compile(TokenizerFile file, Path config) {
    if (System.getenv(LIBRARY_BUILD) == null && System.getProperty(LIBRARY_BUILD) == null) {
      System.setProperty(LIBRARY_BUILD, "cpu");
    }
    QuietEngine.prepare();
    byte[] json = file.json().getBytes(StandardCharsets.UTF_8);
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          "%s: the tokenizer.json beside it is not one: %s; fetch it again"
              .formatted(config, e.getMessage()),
          e);
    }
  }

  /**
   * Whether a folder's tokenizer is read from {@code tokenizer.json} alone: transformers 5 saves no
   * other file, whatever it calls the class, and 4 does so beside another for its fast classes.
   *
   * @param folder the tokenizer's folder
   * @param config its {@code tokenizer_config.json}
   */
  public static boolean isSavedIn(Path folder, ConfigFile config) {
    return Files.isRegularFile(folder.resolve(FILE))
        && (!Files.exists(folder.resolve("spiece.model"))
            || config.optional("backend").filter(b -> b.asText().equals("tokenizers")).isPresent()
            || config
                .optional("tokenizer_class")
                .filter(c -> c.asText().endsWith("Fast"))
                .isPresent());
  }

  /**
   * Reads a tokenizer.
   *
   * @param folder a folder with {@code tokenizer.json} and {@code tokenizer_config.json}
   * @param subject a word to read as one token, whose id is the first past all others; such as
   *     {@code <cls>}
   * @return the tokenizer; the caller closes it
   * @throws InputException if a file is missing, damaged or does not end prompts
   */
  public static FastTokenizer open(Path folder, Optional<String> subject) {
    ConfigFile config = ConfigFile.read(folder.resolve("tokenizer_config.json"));
    TokenizerFile file = TokenizerFile.read(folder, config);
    subject.ifPresent(file::addSpecial);
    FastTokenizer tokenizer = new FastTokenizer(file, config);
    if (!Arrays.equals(tokenizer.encode(""), new int[] {tokenizer.endToken})) {
      tokenizer.close();
      throw config.wrong("eos_token", "the token that tokenizer.json ends every prompt with");
    }
    return tokenizer;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int[] encode(String prompt) {
    long[] ids = tokenizer.encode(prompt).getIds();
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
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
    tokenizer.close();
  }
}
