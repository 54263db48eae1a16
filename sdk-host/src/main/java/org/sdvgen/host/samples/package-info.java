/**
 * The samples of the tracks: in which order they come, at which shape each is read, and who reads
 * it ahead.
 */
@NullMarked
package org.sdvgen.host.samples;

import org.jspecify.annotations.NullMarked;
