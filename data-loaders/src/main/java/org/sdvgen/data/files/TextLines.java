package org.sdvgen.data.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sdvgen.api.error.InputException;

/**
 * A text file of a data set, line by line. It has to be UTF-8; a byte order mark in front is passed
 * over, and a line ends with LF, CR or both.
 */
public final class TextLines implements AutoCloseable {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  /** UTF-16 and UTF-32 begin with a mark of their own, or have zeros among the first four bytes. */
  private static final int FIRST_BYTES = 4;

  /** No list has longer lines; a file without line ends must not fill the memory. */
  private static final int LONGEST_LINE = 1 << 24;

  private final Path file;
  private final BufferedReader reader;
  private long number;
  private boolean afterReturn;

  private TextLines(Path file, BufferedReader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * Opens a file before its first line.
   *
   * @param file any file
   * @return its lines; the caller closes them
   * @throws InputException if it is missing or plainly not UTF-8
   */
  public static TextLines open(Path file) {
    return new TextLines(file, reader(file));
  }

  /**
   * Opens a file behind its byte order mark.
   *
   * @param file any file
   * @return its characters; reading throws {@link CharacterCodingException} where it is not UTF-8
   * @throws InputException if it is missing or plainly not UTF-8
   */
  static BufferedReader reader(Path file) {
    SampleFiles.require(file);
    try {
      requireEightBits(file);
      BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return reader;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireEightBits(Path file) throws IOException {
    byte[] first;
    try (InputStream input = Files.newInputStream(file)) {
      first = input.readNBytes(FIRST_BYTES);
    }
    boolean wide =
        first.length > 1
            && ((first[0] == (byte) 0xFF && first[1] == (byte) 0xFE)
                || (first[0] == (byte) 0xFE && first[1] == (byte) 0xFF));
    for (byte value : first) {
      wide |= value == 0;
    }
    if (wide) {
      throw new InputException(file + ": this is UTF-16 or no text; save it as UTF-8");
    }
  }

  /**
   * Reads a text as a whole.
   *
   * @param file a text file
   * @return its text without byte order mark
   * @throws InputException if it is missing, not UTF-8, or cannot be read
   */
  public static String all(Path file) {
    try (BufferedReader reader = reader(file)) {
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[1 << 13];
      for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
        text.append(buffer, 0, count);
        if (text.length() > LONGEST_LINE) {
          throw new InputException(file + ": this is too long for a caption");
        }
      }
      return text.toString();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Decodes a text that lies in another file.
   *
   * @param name names it in messages
   * @param bytes its bytes
   * @return its text without byte order mark
   * @throws InputException if it is not UTF-8
   */
  public static String decode(String name, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return requireText(
          name, !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new InputException(name + ": not UTF-8 text; save it as UTF-8", e);
    }
  }

  /**
   * Checks that a text can be a name or a caption. A zero would end it early in code that is not
   * Java, and half of a character is none.
   *
   * @param text any text
   * @return the text
   * @throws InputException if it has a zero character or half of one
   */
  static String requireText(String text) {
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int character = text.codePointAt(at);
      if (character == 0 || Character.getType(character) == Character.SURROGATE) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "it has \\u%04x at character %d, which is no text: the file is damaged",
                character,
                at + 1));
      }
    }
    return text;
  }

  /**
   * Checks that a text can be a name or a caption.
   *
   * @param name names it in messages
   * @param text any text
   * @return the text
   * @throws InputException if it has a zero character or half of one
   */
  static String requireText(String name, String text) {
    try {
      return requireText(text);
    } catch (InputException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the next line.
   *
   * @return the line without its end; empty at the end of the file
   * @throws InputException if the file is not UTF-8 there, or cannot be read
   */
  public Optional<String> next() {
    try {
      StringBuilder line = new StringBuilder();
      int character = reader.read();
      if (afterReturn && character == '\n') {
        character = reader.read();
      }
      afterReturn = false;
      if (character < 0) {
        return Optional.empty();
      }
      number++;
      while (character >= 0 && character != '\n' && character != '\r') {
        line.append((char) character);
        if (line.length() > LONGEST_LINE) {
          throw new InputException(
              Row.where(file, number) + ": the line is too long for a list of samples");
        }
        character = reader.read();
      }
      afterReturn = character == '\r';
      return Optional.of(line.toString());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The number of the line that was read last.
   *
   * @return counted from 1
   */
  public long number() {
    return number;
  }

  /** The error of a text file that cannot be read. */
  static InputException unreadable(Path file, IOException cause) {
    return cause instanceof CharacterCodingException
        ? new InputException(file + ": not UTF-8 text; save it as UTF-8", cause)
        : new InputException(file + ": the file cannot be read: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
