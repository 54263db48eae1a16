package org.sdvgen.api.backbone;

/** How a model is steered by its prompt. */
public enum Guidance {
  /** Two predictions, with and without the prompt, are extrapolated. */
  CLASSIFIER_FREE,
  /** The model takes no guidance. */
  NONE
}
