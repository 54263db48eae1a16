/**
 * Measures of clips of the toy world, whose truth is known. All of them see a clip through {@link
 * org.sdvgen.data.toyworld.metric.Sprites}: what differs from a background that the world has. The
 * levels that scores are compared with, ceiling and chance, come from scoring drawn clips.
 */
@NullMarked
package org.sdvgen.data.toyworld.metric;

import org.jspecify.annotations.NullMarked;
