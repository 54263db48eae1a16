/** Parquet files that another writer wrote. */
@NullMarked
package org.sdvgen.data.parquet;

import org.jspecify.annotations.NullMarked;
