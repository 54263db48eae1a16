package org.sdvgen.api.backbone;

/** How a reference picture can enter a denoiser. */
public enum ReferenceMode {
  /** As further tokens of the sequence, with positions of their own. */
  TOKENS,
  /**
   * As the clean first frame of the video itself: the reference's latents take that frame's place
   * in the denoiser's input, with timestep 0 for the frame, and again when denoising has ended. No
   * {@link Reference} is given.
   */
  FIRST_FRAME
}
