/** A Wan 2.2 TI2V-5B checkpoint folder in the layout of Hugging Face: its configurations. */
@NullMarked
package org.sdvgen.wan22.checkpoint;

import org.jspecify.annotations.NullMarked;
