/** Update rules, which change the gradient between accumulation and the optimizer. */
@NullMarked
package org.sdvgen.api.update;

import org.jspecify.annotations.NullMarked;
