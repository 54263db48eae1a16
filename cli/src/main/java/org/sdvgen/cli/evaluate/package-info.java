/** Results of an evaluation, as a table and as a page. */
@NullMarked
package org.sdvgen.cli.evaluate;

import org.jspecify.annotations.NullMarked;
