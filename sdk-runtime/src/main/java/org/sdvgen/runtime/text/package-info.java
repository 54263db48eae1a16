/** T5 text encoders, as several video models have them. */
@NullMarked
package org.sdvgen.runtime.text;

import org.jspecify.annotations.NullMarked;
