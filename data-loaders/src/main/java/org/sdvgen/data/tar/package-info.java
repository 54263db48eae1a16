/** Tar archives of samples, as WebDataset lays them out. */
@NullMarked
package org.sdvgen.data.tar;

import org.jspecify.annotations.NullMarked;
