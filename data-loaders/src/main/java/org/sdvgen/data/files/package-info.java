/**
 * What data sources in files share: metadata tables, checks, and what is left out of a data set.
 */
@NullMarked
package org.sdvgen.data.files;

import org.jspecify.annotations.NullMarked;
