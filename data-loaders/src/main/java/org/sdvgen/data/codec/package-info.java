/** A codec that is fitted instead of trained: for tiny models. */
@NullMarked
package org.sdvgen.data.codec;

import org.jspecify.annotations.NullMarked;
