package org.sdvgen.host.plugin;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.PluginException;
import org.sdvgen.host.PluginProblem;

/** Whose fault an exception is that a plugin's code threw, and how it is told. */
final class Failure {
  /** What to do about a plugin that does what the contract forbids. */
  static final String ASK_AUTHOR = "report this to the plugin's author, or take the plugin away";

  private Failure() {}

  /**
   * Leaves to the caller what is a plugin's fault.
   *
   * @param thrown what came out of a plugin's code
   * @return the same, if the plugin is at fault
   * @throws Error if the virtual machine has ended, or has no memory left: no plugin's fault
   */
  static Throwable plugins(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
      throw error;
    }
    return thrown;
  }

  /**
   * Tells an exception that came through a plugin's code.
   *
   * @param thrown the exception
   * @param culprits find out whose fault it is
   * @param otherwise whose it is if they do not
   * @param problem the fault of a plugin
   * @return the exception for the caller to throw: a {@link PluginException}, or the same one if it
   *     is no plugin's fault
   */
  static RuntimeException told(
      Throwable thrown,
      Culprits culprits,
      Optional<LoadedPlugin> otherwise,
      Function<LoadedPlugin, PluginProblem> problem) {
    boolean clear =
        thrown instanceof InputException
            || thrown instanceof CancellationException
            || thrown instanceof PluginException
            || isMemory(thrown);
    Optional<LoadedPlugin> culprit =
        clear ? Optional.empty() : culprits.of(plugins(thrown), otherwise);
    if (culprit.isEmpty() && thrown instanceof LinkageError) {
      // A method that the plugin lacks fails where the program calls it.
      culprit = otherwise;
    }
    if (culprit.isPresent()) {
      return new PluginException(problem.apply(culprit.get()), thrown);
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException own
        ? own
        : new IllegalStateException("a checked exception of a method that has none", thrown);
  }

  /** Whether the engine had no memory left, which no plugin can help. */
  private static boolean isMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("out of memory") || message.contains("not enough memory")) {
        return true;
      }
    }
    return false;
  }

  /** An exception in words, with the place where it arose and what caused it. */
  static String words(Throwable thrown) {
    Throwable root = root(thrown);
    if (isLinkage(root)) {
      return root.toString();
    }
    boolean plain = thrown instanceof InputException || thrown instanceof ExitRefused;
    String text = plain ? String.valueOf(thrown.getMessage()) : thrown.toString();
    return text + place(thrown) + (root == thrown ? "" : ", because of " + root);
  }

  /** The innermost line of a program that is not Java's own. */
  private static String place(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> !frame.getClassName().startsWith("java."))
        .filter(frame -> !frame.getClassName().equals(ExitRefused.class.getName()))
        .findFirst()
        .map(at -> " at " + at.getClassName() + "." + at.getMethodName() + ":" + at.getLineNumber())
        .orElse("");
  }

  /** What to do about an exception. */
  static String remedy(Throwable thrown) {
    return isLinkage(root(thrown))
        ? "it was built for another version of sdk-api than "
            + PluginLoader.apiVersion()
            + ", or lacks a library: get one that was built for this version and put it into a"
            + " folder with its libraries, or take it away"
        : ASK_AUTHOR;
  }

  private static boolean isLinkage(Throwable root) {
    return root instanceof LinkageError || root instanceof ClassNotFoundException;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
