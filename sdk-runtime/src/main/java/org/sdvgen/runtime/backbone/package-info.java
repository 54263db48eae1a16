/**
 * The kit for backbones: opens a checkpoint folder by a plugin's {@link
 * org.sdvgen.runtime.backbone.CheckpointModel}, as a whole backbone, as an outline, or for its
 * adapters' files alone.
 */
@NullMarked
package org.sdvgen.runtime.backbone;

import org.jspecify.annotations.NullMarked;
