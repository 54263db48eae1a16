package org.sdvgen.api.backbone;

/** How a reference picture can enter a denoiser. */
public enum ReferenceMode {
  /** As further tokens of the sequence, with positions of their own. */
  TOKENS,
  /** As further input channels. */
  CHANNELS,
  /** As the clean first frame of the video itself. */
  FIRST_FRAME
}
