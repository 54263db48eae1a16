/** Videos with captions, in every layout that is read. */
@NullMarked
package org.sdvgen.data.videos;

import org.jspecify.annotations.NullMarked;
