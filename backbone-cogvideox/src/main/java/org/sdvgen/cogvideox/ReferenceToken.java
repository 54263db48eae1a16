package org.sdvgen.cogvideox;

/** How {@code <cls>} in a prompt is read. */
public enum ReferenceToken {
  /** As one token of its own, as the paper describes. */
  SINGLE,
  /** As the pieces of its plain text, as the paper's published inference really reads it. */
  PUBLISHED
}
