package org.sdvgen.cogvideox.transformer;

/** Where the video's positions in time begin when there is no reference at all. */
public enum VideoStart {
  /** At frame 1, as with a reference, whose place at frame 0 stays empty. */
  AFTER_REFERENCE,
  /** At frame 0, as in the pretrained model. */
  ZERO
}
