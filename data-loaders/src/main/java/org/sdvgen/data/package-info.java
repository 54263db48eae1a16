/** Plugin: subject pairs and captioned videos from files, and the procedural toy world. */
@NullMarked
package org.sdvgen.data;

import org.jspecify.annotations.NullMarked;
