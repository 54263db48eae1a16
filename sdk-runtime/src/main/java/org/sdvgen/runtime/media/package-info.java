/**
 * Pictures and video files: reading, fitting to a size, choosing frames by presentation time,
 * writing.
 *
 * <p>Pictures inside this package are 8-bit sRGB ({@link org.sdvgen.runtime.media.RgbImage}); what
 * crosses the contract is {@link org.sdvgen.api.data.PixelClip} in [-1, 1]. FFmpeg is called
 * through its C interface, so that presentation times, rotation, pixel shape and colour tags reach
 * this code unchanged; every native object has an owner that closes it.
 */
@NullMarked
package org.sdvgen.runtime.media;

import org.jspecify.annotations.NullMarked;
