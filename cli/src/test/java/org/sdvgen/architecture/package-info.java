/** The rules of docs/architecture.md, held over the classes of all modules. */
@NullMarked
package org.sdvgen.architecture;

import org.jspecify.annotations.NullMarked;
