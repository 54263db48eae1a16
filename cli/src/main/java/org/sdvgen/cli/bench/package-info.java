/** The benchmark of one training step beside a peer program. */
@NullMarked
package org.sdvgen.cli.bench;

import org.jspecify.annotations.NullMarked;
