package org.sdvgen.runtime.text;

/** How a prompt with more tokens than the model takes is treated. */
public enum LongPrompts {
  /** It is an error that names the prompt. */
  REFUSE,
  /** Its end is cut off, as diffusers' pipelines do. */
  TRUNCATE
}
