package org.sdvgen.runtime.text;

import ai.djl.sentencepiece.SpTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.GitLfs;
import org.sdvgen.runtime.torch.QuietEngine;

/** A SentencePiece model, freed once: its native code ends the JVM when it is freed again. */
final class SentencePieces implements AutoCloseable {
  private final SpTokenizer model;
  private boolean closed;

  private SentencePieces(SpTokenizer model) {
    this.model = model;
  }

  /** Reads {@code spiece.model}. */
  static SentencePieces read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + " is missing: fetch the whole tokenizer");
    }
    try {
      GitLfs.refusePointer(file);
      byte[] bytes = Files.readAllBytes(file);
      PieceModel.check(bytes);
      QuietEngine.prepare();
      return new SentencePieces(new SpTokenizer(bytes));
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          "%s is not a whole SentencePiece model of T5's kind: %s; fetch it again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Returns the ids of a text's pieces. */
  synchronized int[] encode(String text) {
    if (closed) {
      throw new IllegalStateException("the tokenizer is closed");
    }
    return text.isEmpty() ? new int[0] : model.getProcessor().encode(text);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      model.close();
    }
  }
}
