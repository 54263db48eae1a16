/**
 * Training objectives: the loss that a track minimises. A track is one task of a run with its own
 * objective, data, batch size and shape.
 */
@NullMarked
package org.sdvgen.api.objective;

import org.jspecify.annotations.NullMarked;
