/**
 * Model checkpoints in the folder layout of Hugging Face repositories: their components, strict
 * reading of their configurations, random weights for folders that have none.
 */
@NullMarked
package org.sdvgen.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
