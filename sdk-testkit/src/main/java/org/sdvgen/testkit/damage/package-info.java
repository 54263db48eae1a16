/** Files damaged by a seed, given to their readers in a separate process. */
@NullMarked
package org.sdvgen.testkit.damage;

import org.jspecify.annotations.NullMarked;
