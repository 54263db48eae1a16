/**
 * The backbone of the guide "Writing a backbone", as real as the bundled ones but tiny. The guide
 * shows the regions between {@code // guide: NAME} and {@code // end}.
 */
@NullMarked
package org.sdvgen.testkit.guide;

import org.jspecify.annotations.NullMarked;
