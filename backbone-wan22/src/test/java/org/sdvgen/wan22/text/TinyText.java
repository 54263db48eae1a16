package org.sdvgen.wan22.text;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.text.PromptReader;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenCheckpoint;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;

/** The text parts of the tiny checkpoint among the test resources. */
final class TinyText {
  private TinyText() {}

  private static Wan22Checkpoint checkpoint() {
    return Wan22Checkpoint.open(GoldenCheckpoint.folder("wan22"));
  }

  static Path tokenizer() {
    return checkpoint().folder().tokenizer();
  }

  /** A text encoder that knows the subject token and refuses long prompts. */
  static T5TextEncoder encoder(NDManager manager, Precision precision, int maxTokens) {
    Wan22Checkpoint checkpoint = checkpoint();
    PromptReader prompts =
        new PromptReader(
            FastTokenizer.open(tokenizer(), Optional.of("<cls>")),
            PromptCleaner::clean,
            new TextLimit(maxTokens, LongPrompts.REFUSE));
    T5Encoder encoder =
        T5Encoder.load(
            manager, checkpoint.folder().textEncoder(), checkpoint.textEncoderConfig(), precision);
    return new T5TextEncoder(prompts, encoder, Padding.MASKED);
  }
}
