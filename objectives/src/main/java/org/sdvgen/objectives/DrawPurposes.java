package org.sdvgen.objectives;

/**
 * The purposes of the random numbers that objectives and policies draw. Every number comes from the
 * draws (the RNG) of a step or of one of its samples under one of these names, so an {@link
 * org.sdvgen.api.random.Draws} that answers them replays a run of another program.
 */
public final class DrawPurposes {
  /** Normals per sample, c*f*h*w in this order: the noise that corrupts the target. */
  public static final String NOISE = "noise";

  /** One uniform per sample, from which the noise process makes the timestep. */
  public static final String TIMESTEP = "timestep";

  /** Normals per sample, c*f*h*w in this order: the posterior sample of the target's latents. */
  public static final String TARGET_POSTERIOR = "posterior.target";

  /** Normals per sample, c*h*w in this order: the posterior sample of the reference's latents. */
  public static final String REFERENCE_POSTERIOR = "posterior.reference";

  /** One uniform per sample of the identity objective: below the probability, no reference. */
  public static final String VIEW_DROP = "view_drop";

  /**
   * N uniforms per sample of the motion objective, one per reference token; the first decides where
   * tokens are dropped together.
   */
  public static final String TOKEN_DROP = "token_drop";

  /**
   * One uniform per sample of the motion objective: which of the clip's frames is the reference.
   */
  public static final String REFERENCE_FRAME = "reference_frame";

  /** Three uniforms per sample, while loading: zoom, vertical and horizontal crop of the source. */
  public static final String SOURCE_CROP = "crop.source";

  /** Three uniforms per sample, while loading: zoom, vertical and horizontal crop of the target. */
  public static final String TARGET_CROP = "crop.target";

  /** One uniform per sample, while loading: where in its video a clip begins. */
  public static final String CLIP_START = "clip_start";

  /** One uniform per sample of text-to-video, while loading: below the probability, no caption. */
  public static final String CAPTION_DROP = "caption_drop";

  /** A uniform per step, or one per part of a step's batch: which track is trained. */
  public static final String TRACK = "track";

  private DrawPurposes() {}
}
