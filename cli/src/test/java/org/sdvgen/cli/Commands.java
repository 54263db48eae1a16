package org.sdvgen.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command came to.
 *
 * @param code its exit code
 * @param out what it printed as its result
 * @param err progress, notices and errors
 */
public record Commands(int code, String out, String err) {
  /** Runs a command in this process. */
  public static Commands run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Commands(code, out.toString(), err.toString());
  }
}
