package org.sdvgen.wan22.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.TensorAssertions;

class WanTextEncoderTest {
  private static final int MAX_TOKENS = 48;
  private static final String SHORT = "red fox";
  private static final String LONG = "An armchair stands in the living room";

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void rowsPastThePromptAreZero(Precision precision) {
    try (NDManager manager = Devices.newManager(Devices.cpu());
        T5TextEncoder encoder = TinyText.encoder(manager, precision, MAX_TOKENS);
        FastTokenizer tokenizer = FastTokenizer.open(TinyText.tokenizer(), Optional.empty())) {
      NDArray embeddings = encode(manager, encoder, SHORT, LONG);
      assertEquals(DataType.FLOAT32, embeddings.getDataType());
      assertEquals(2, embeddings.getShape().get(0));
      assertEquals(MAX_TOKENS, embeddings.getShape().get(1));
      float[] magnitudes = embeddings.abs().sum(new int[] {2}).toFloatArray();
      for (int i = 0; i < magnitudes.length; i++) {
        String prompt = i < MAX_TOKENS ? SHORT : LONG;
        boolean isText = i % MAX_TOKENS < tokenizer.encode(prompt).length;
        assertEquals(isText, magnitudes[i] > 0, prompt + ", token " + i % MAX_TOKENS);
      }
    }
  }

  @Test
  void padsOnlyAfterEncoding() {
    try (NDManager manager = Devices.newManager(Devices.cpu());
        T5TextEncoder encoder = TinyText.encoder(manager, Precision.FP32, MAX_TOKENS)) {
      NDArray together = encode(manager, encoder, SHORT, LONG);
      NDArray alone = encode(manager, encoder, SHORT);
      TensorAssertions.assertClose(alone, together.get("0:1"), 1e-6, SHORT);
    }
  }

  @Test
  void theSubjectIsReadInCleanedPrompts() {
    try (NDManager manager = Devices.newManager(Devices.cpu());
        T5TextEncoder encoder = TinyText.encoder(manager, Precision.FP32, MAX_TOKENS)) {
      NDArray subject = encode(manager, encoder, "a <cls> fox");
      assertEquals(subject, encode(manager, encoder, " a\n&lt;cls&gt;   fox"));
      assertNotEquals(subject, encode(manager, encoder, "a <CLS> fox"));
    }
  }

  @Test
  void aLongPromptIsRefusedByName() {
    try (NDManager manager = Devices.newManager(Devices.cpu());
        T5TextEncoder encoder = TinyText.encoder(manager, Precision.FP32, 5)) {
      InputException error =
          assertThrows(InputException.class, () -> encoder.encode(manager, List.of(LONG)));
      String message = Objects.requireNonNull(error.getMessage());
      assertTrue(message.contains(LONG) && message.contains("at most 5"), message);
    }
  }

  private static NDArray encode(NDManager manager, T5TextEncoder encoder, String... prompts) {
    return Objects.requireNonNull(
        encoder.encode(manager, List.of(prompts)).arrays().get(T5TextEncoder.EMBEDDINGS));
  }
}
