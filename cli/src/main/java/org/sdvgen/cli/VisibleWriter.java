package org.sdvgen.cli;

import java.io.IOException;
import java.io.Writer;
import org.sdvgen.host.page.VisibleText;

/**
 * The writer of all commands: the one place where control characters of file names, prompts and
 * messages are made visible before they reach the terminal.
 */
final class VisibleWriter extends Writer {
  private final Writer terminal;

  VisibleWriter(Writer terminal) {
    this.terminal = terminal;
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    write(new String(characters, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    terminal.write(VisibleText.of(text.substring(offset, offset + length)));
  }

  @Override
  public void flush() throws IOException {
    terminal.flush();
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
