/** What commands write in common. */
@NullMarked
package org.sdvgen.cli.page;

import org.jspecify.annotations.NullMarked;
