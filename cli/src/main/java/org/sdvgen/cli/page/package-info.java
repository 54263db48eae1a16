/** What pages written by commands have in common. */
@NullMarked
package org.sdvgen.cli.page;

import org.jspecify.annotations.NullMarked;
