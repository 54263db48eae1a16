/** What an evaluation found, as a table and as a page. */
@NullMarked
package org.sdvgen.cli.evaluate;

import org.jspecify.annotations.NullMarked;
