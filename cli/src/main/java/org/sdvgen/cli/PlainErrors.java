package org.sdvgen.cli;

import java.io.PrintWriter;
import org.apache.logging.log4j.LogManager;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.PluginException;
import org.sdvgen.host.page.VisibleText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One plain message per error, and the exit code that belongs to it. */
final class PlainErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleExecutionException(Exception error, CommandLine line, ParseResult parsed) {
    // Asked for here: the log takes as long to open as a short command does for all the rest.
    LogManager.getLogger(PlainErrors.class).error("{} has failed", line.getCommandName(), error);
    boolean stacktrace = SdvgenCommand.wantsStacktrace(line);
    PrintWriter err = line.getErr();
    int code;
    if (error instanceof InputException || error instanceof PluginException) {
      err.println("sdvgen: " + VisibleText.message(String.valueOf(error.getMessage())));
      code = ExitCode.WRONG_INPUT;
    } else {
      err.println("sdvgen: this is a defect of the program, not of your input: " + error);
      if (!stacktrace) {
        err.println("Run the command again with --stacktrace and report what it prints.");
      }
      code = ExitCode.DEFECT;
    }
    if (stacktrace) {
      error.printStackTrace(err);
    }
    return code;
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine line = error.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("sdvgen: " + VisibleText.message(String.valueOf(error.getMessage())));
    if (!UnmatchedArgumentException.printSuggestions(error, err)) {
      err.println("See " + line.getCommandSpec().qualifiedName() + " --help.");
    }
    return ExitCode.WRONG_INPUT;
  }
}
