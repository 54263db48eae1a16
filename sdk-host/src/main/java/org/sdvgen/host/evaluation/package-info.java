/** From samples to scores: generates what a configuration asks for and measures it. */
@NullMarked
package org.sdvgen.host.evaluation;

import org.jspecify.annotations.NullMarked;
