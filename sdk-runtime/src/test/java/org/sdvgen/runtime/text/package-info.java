/** Tests of what text encoders share. */
@NullMarked
package org.sdvgen.runtime.text;

import org.jspecify.annotations.NullMarked;
