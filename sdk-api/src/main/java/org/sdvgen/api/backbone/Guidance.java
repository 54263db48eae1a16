package org.sdvgen.api.backbone;

/** How the prompt guides a model. */
public enum Guidance {
  /** Classifier-free guidance: extrapolates from predictions without and with the prompt. */
  CLASSIFIER_FREE,
  /** The model takes no guidance. */
  NONE
}
