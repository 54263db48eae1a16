/** Parquet files, as far as data sets of pictures need them: columns inside structs, row by row. */
@NullMarked
package org.sdvgen.data.parquet;

import org.jspecify.annotations.NullMarked;
