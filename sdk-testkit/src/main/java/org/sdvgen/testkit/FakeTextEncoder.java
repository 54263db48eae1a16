package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/** Turns every word into a vector of its own, the same in any prompt. */
final class FakeTextEncoder implements TextEncoder {
  /** Width D of a word's vector. */
  static final int WIDTH = 6;

  /** Longest prompt in words. */
  static final int MAX_TOKENS = 24;

  /** Name of the vectors in a bundle, (B, L, D), zero behind the prompt's end. */
  static final String EMBEDDINGS = "embeddings";

  /** Name of the mask in a bundle, (B, L), 1 for words. */
  static final String MASK = "mask";

  @Override
  public TextBundle encode(NDManager manager, List<String> prompts) {
    float[] vectors = new float[prompts.size() * MAX_TOKENS * WIDTH];
    byte[] mask = new byte[prompts.size() * MAX_TOKENS];
    for (int b = 0; b < prompts.size(); b++) {
      List<String> words = words(prompts.get(b));
      for (int i = 0; i < words.size(); i++) {
        int token = b * MAX_TOKENS + i;
        mask[token] = 1;
        System.arraycopy(vector(words.get(i)), 0, vectors, token * WIDTH, WIDTH);
      }
    }
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    Shape tokens = new Shape(prompts.size(), MAX_TOKENS);
    arrays.put(EMBEDDINGS, manager.create(FloatBuffer.wrap(vectors), tokens.add(WIDTH)));
    arrays.put(MASK, manager.create(ByteBuffer.wrap(mask), tokens, DataType.UINT8));
    return new TextBundle(arrays);
  }

  @Override
  public void check(String prompt) {
    words(prompt);
  }

  private static List<String> words(String prompt) {
    if (prompt.isBlank()) {
      return List.of();
    }
    List<String> words = List.of(prompt.strip().split("\\s+"));
    if (words.size() > MAX_TOKENS) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the prompt \"%s\" has %d tokens and the model takes %d: shorten it",
              prompt,
              words.size(),
              MAX_TOKENS));
    }
    return words;
  }

  static NDArray array(TextBundle bundle, String name) {
    NDArray array = bundle.arrays().get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "the text bundle of another backbone: " + bundle.arrays().keySet());
    }
    return array;
  }

  private static float[] vector(String word) {
    return Draws.seeded().normals(new DrawKey(0, 0, 0, word), WIDTH);
  }
}
