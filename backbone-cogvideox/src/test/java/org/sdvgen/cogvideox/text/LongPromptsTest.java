package org.sdvgen.cogvideox.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.text.PromptReader;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;
import org.sdvgen.runtime.text.T5Tokenizer;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenCheckpoint;

class LongPromptsTest {
  private static final String PROMPT = "An armchair stands in the living room.";
  private static final int MAX_TOKENS = 5;
  private static final int END_TOKEN = 1;

  @Test
  void aLongPromptIsRefusedByName() {
    try (NDManager manager = Devices.newManager(Devices.cpu());
        T5TextEncoder encoder = encoder(manager, LongPrompts.REFUSE)) {
      InputException error =
          assertThrows(InputException.class, () -> encoder.encode(manager, List.of(PROMPT)));
      String message = Objects.requireNonNull(error.getMessage());
      assertTrue(message.contains(PROMPT), message);
      assertTrue(message.endsWith("at most 5: shorten it or set long_prompts=truncate"), message);
    }
  }

  @Test
  void aTruncatedPromptKeepsItsFirstTokensAndTheEndToken() {
    try (NDManager manager = Devices.newManager(Devices.cpu());
        T5Tokenizer tokenizer = T5Tokenizer.open(checkpoint().folder().tokenizer());
        T5Encoder t5 = t5(manager);
        T5TextEncoder encoder = encoder(manager, LongPrompts.TRUNCATE)) {
      TextLimit limit = new TextLimit(MAX_TOKENS, LongPrompts.TRUNCATE);
      TokenRows cut = TokenRows.of(tokenizer, limit, List.of(PROMPT));
      assertEquals(END_TOKEN, cut.ids()[0][MAX_TOKENS - 1]);
      NDArray expected = t5.encode(manager, cut);
      NDArray found =
          Objects.requireNonNull(
              encoder.encode(manager, List.of(PROMPT)).arrays().get(T5TextEncoder.EMBEDDINGS));
      assertEquals(expected.getShape(), found.getShape());
      assertArrayEquals(expected.toFloatArray(), found.toFloatArray());
    }
  }

  private static T5TextEncoder encoder(NDManager manager, LongPrompts longPrompts) {
    T5Tokenizer tokenizer = T5Tokenizer.open(checkpoint().folder().tokenizer());
    TextLimit limit = new TextLimit(MAX_TOKENS, longPrompts);
    return new T5TextEncoder(
        new PromptReader(tokenizer, UnaryOperator.identity(), limit),
        t5(manager),
        Padding.ATTENDED);
  }

  private static T5Encoder t5(NDManager manager) {
    CogVideoXCheckpoint checkpoint = checkpoint();
    return T5Encoder.load(
        manager, checkpoint.folder().textEncoder(), checkpoint.textEncoderConfig(), Precision.FP32);
  }

  private static CogVideoXCheckpoint checkpoint() {
    return CogVideoXCheckpoint.open(GoldenCheckpoint.folder("cogvideox"));
  }
}
