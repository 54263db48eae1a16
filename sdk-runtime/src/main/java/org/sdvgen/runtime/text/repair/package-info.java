/**
 * Repair of garbled text (mojibake), as some pipelines of diffusers, Wan's among them, do it to
 * every prompt first: the rules of ftfy 6.3 with its default settings, and the character references
 * of HTML.
 *
 * <p>Text that was encoded as UTF-8 and decoded as something else ("cafÃ©") has sequences of
 * characters that nobody writes. {@link org.sdvgen.runtime.text.repair.Badness} finds them, {@link
 * org.sdvgen.runtime.text.repair.EncodingRepair} reads them again. In between, bytes are kept in a
 * String whose characters are 0 to 255, a <i>byte string</i>, so that regular expressions work on
 * them.
 */
@NullMarked
package org.sdvgen.runtime.text.repair;

import org.jspecify.annotations.NullMarked;
