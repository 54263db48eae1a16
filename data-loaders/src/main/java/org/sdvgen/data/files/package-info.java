/**
 * Shared parts of data sources in files: metadata tables, checks, and reports of skipped samples.
 */
@NullMarked
package org.sdvgen.data.files;

import org.jspecify.annotations.NullMarked;
