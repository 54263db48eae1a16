/** Files damaged by a seed, and what their readers make of them in a process of its own. */
@NullMarked
package org.sdvgen.testkit.damage;

import org.jspecify.annotations.NullMarked;
