/** The demo: a recipe and a tiny model among the resources, and a report of what came of them. */
@NullMarked
package org.sdvgen.cli.demo;

import org.jspecify.annotations.NullMarked;
