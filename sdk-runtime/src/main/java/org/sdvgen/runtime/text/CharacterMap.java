package org.sdvgen.runtime.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The checked replacements of characters in SentencePiece's binary form ({@code
 * precompiled_charsmap}): the size of a double array, the array, which maps the bytes of a text to
 * positions, and the texts at these positions, each ended by a zero byte. Native code follows the
 * array without looking at its bounds, so whatever can be reached in it is walked here first.
 */
public final class CharacterMap {
  /** The array is built in blocks of this many units, so no byte leads out of a block. */
  private static final int BLOCK = 256;

  /** No character and no composition of characters is longer; it bounds the recursion. */
  private static final int LONGEST_KEY = 256;

  /** Native code has room for so many keys that begin a text. */
  private static final int MOST_PREFIXES = 32;

  private static final int IS_VALUE = 1 << 31;
  private static final int HAS_VALUE = 1 << 8;
  private static final int WIDE_OFFSET = 1 << 9;

  /** Unknown as yet for a unit; else the number of keys that can be met from it on, plus 2. */
  private static final int UNKNOWN = 0;

  private static final int OPEN = 1;

  private final IntBuffer units;
  private final ByteBuffer texts;
  private final int[] keysFrom;

  private CharacterMap(IntBuffer units, ByteBuffer texts) {
    this.units = units;
    this.texts = texts;
    keysFrom = new int[units.limit()];
  }

  /**
   * Checks a map.
   *
   * @param bytes the map
   * @throws IllegalArgumentException if following it would leave it; the message says where
   */
  public static void check(byte[] bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < Integer.BYTES) {
      throw new IllegalArgumentException("the character map has no size");
    }
    int size = all.getInt();
    if (size <= 0 || size % (BLOCK * Integer.BYTES) != 0 || size >= all.remaining()) {
      throw new IllegalArgumentException(
          "the character map announces an array of "
              + Integer.toUnsignedString(size)
              + " bytes in "
              + all.remaining());
    }
    ByteBuffer array = all.slice(all.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer texts = all.slice(all.position() + size, all.remaining() - size);
    if (texts.get(texts.limit() - 1) != 0) {
      throw new IllegalArgumentException("the last text of the character map does not end");
    }
    decode(texts.duplicate(), "the texts of the character map are");
    new CharacterMap(array.asIntBuffer(), texts).walk(0, 0);
  }

  /**
   * Reads UTF-8 strictly.
   *
   * @param what subject and verb of the message
   * @return the text
   * @throws IllegalArgumentException if a byte is wrong
   */
  public static String decode(ByteBuffer bytes, String what) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(what + " not UTF-8", e);
    }
  }

  /** Returns how many keys at most begin a text that leads from a unit on. */
  private int walk(int index, int depth) {
    if (keysFrom[index] == OPEN || depth > LONGEST_KEY) {
      throw new IllegalArgumentException("the character map leads in a circle at unit " + index);
    }
    if (keysFrom[index] != UNKNOWN) {
      return keysFrom[index] - 2;
    }
    keysFrom[index] = OPEN;
    int unit = units.get(index);
    int base = index ^ offset(unit);
    if (base < 0 || base >= units.limit()) {
      throw new IllegalArgumentException("the character map is left from unit " + index);
    }
    int own = 0;
    if ((unit & HAS_VALUE) != 0) {
      checkValue(base);
      own = 1;
    }
    int keys = own + mostBelow(index, base, depth);
    if (keys > MOST_PREFIXES) {
      throw new IllegalArgumentException("the character map has too many keys from unit " + index);
    }
    keysFrom[index] = keys + 2;
    return keys;
  }

  private int mostBelow(int index, int base, int depth) {
    int most = 0;
    for (int label = 0; label < BLOCK; label++) {
      int child = base ^ label;
      // An unused unit leads to itself on a zero byte and has no value: a circle without a key.
      if ((units.get(child) & (IS_VALUE | 0xff)) == label && child != index) {
        most = Math.max(most, walk(child, depth + 1));
      }
    }
    return most;
  }

  private void checkValue(int index) {
    int value = units.get(index) & ~IS_VALUE;
    boolean marked = (units.get(index) & IS_VALUE) != 0;
    if (!marked || value >= texts.limit() || (texts.get(value) & 0xc0) == 0x80) {
      throw new IllegalArgumentException("no text of the character map is meant by unit " + index);
    }
  }

  private static int offset(int unit) {
    return (unit >>> 10) << ((unit & WIDE_OFFSET) >>> 6);
  }
}
