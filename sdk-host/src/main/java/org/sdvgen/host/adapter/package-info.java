/** Adapters' files behind the facade. */
@NullMarked
package org.sdvgen.host.adapter;

import org.jspecify.annotations.NullMarked;
