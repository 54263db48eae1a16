/**
 * A pretrained video model behind arrays of one layout and one precision.
 *
 * <p>Legend of shapes, here and everywhere in the project: B batch, C channels, F frames, H height
 * and W width in pixels; c, f, h, w the same in latent units; L text tokens, D width, N reference
 * tokens. Video layout is (B, C, F, H, W), latents (B, c, f, h, w). Every array that crosses this
 * package is fp32 or integer; lower precision stays inside a backbone.
 *
 * <p>Ownership: a result belongs to the manager that the method takes or, where it takes none, to
 * the manager of its first array. Whoever closes that manager frees it.
 *
 * <p>Out of scope: autoregressive models over discrete tokens.
 */
@NullMarked
package org.sdvgen.api.backbone;

import org.jspecify.annotations.NullMarked;
