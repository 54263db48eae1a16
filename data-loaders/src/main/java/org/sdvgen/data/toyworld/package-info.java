/**
 * A drawn world in which identity and motion can be measured: subjects have a class that captions
 * name and an appearance that they do not; captions name scenes and motions. Everything is a pure
 * function of a seed and an index, drawn at any size.
 */
@NullMarked
package org.sdvgen.data.toyworld;

import org.jspecify.annotations.NullMarked;
