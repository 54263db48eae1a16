/**
 * Metrics of clips of the toy world, whose ground truth is known. All of them see a clip through
 * {@link org.sdvgen.data.toyworld.metric.Sprites}: pixels unlike any background of the world. The
 * levels that scores are compared with, ceiling and chance, come from scoring drawn clips.
 */
@NullMarked
package org.sdvgen.data.toyworld.metric;

import org.jspecify.annotations.NullMarked;
