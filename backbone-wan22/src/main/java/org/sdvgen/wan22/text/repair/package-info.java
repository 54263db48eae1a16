/**
 * Repair of garbled text, as Wan's pipeline does it to every prompt before anything else: the rules
 * of ftfy 6.3 with its default settings, and the character references of HTML.
 *
 * <p>Text that UTF-8 made and another encoding read ("cafÃ©") shows as sequences of characters that
 * nobody writes. {@link org.sdvgen.wan22.text.repair.Badness} finds them, {@link
 * org.sdvgen.wan22.text.repair.EncodingRepair} reads them again. In between, bytes are kept in a
 * String whose characters are 0 to 255, a <i>byte string</i>, so that regular expressions work on
 * them.
 */
@NullMarked
package org.sdvgen.wan22.text.repair;

import org.jspecify.annotations.NullMarked;
