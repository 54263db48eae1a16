package org.sdvgen.runtime.text;

/** What becomes of a prompt that has more tokens than the model takes. */
public enum LongPrompts {
  /** It is an error that names the prompt. */
  REFUSE,
  /** Its end is cut off, as diffusers' pipelines do. */
  TRUNCATE
}
