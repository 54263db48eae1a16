package org.sdvgen.cli.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.error.InputException;

/**
 * The versions and numbers of a program of the comparison: times can be compared only where these
 * are the same.
 *
 * @param torch version of PyTorch
 * @param threads CPU threads
 * @param trainable how many numbers are trained
 */
record Equipment(String torch, long threads, long trainable) {
  private static final Pattern TORCH = Pattern.compile("\"torch\": *\"([^\"]+)\"");
  private static final Pattern THREADS = Pattern.compile("\"threads\": *(\\d{1,9})\\b");
  private static final Pattern TRAINABLE = Pattern.compile("\"trainable\": *(\\d{1,18})\\b");

  /**
   * Reads the line by which a peer describes itself.
   *
   * @param line the line that it prints when it is ready
   * @throws InputException if something is missing
   */
  static Equipment read(String line) {
    return new Equipment(
        said(TORCH, "torch", line),
        Long.parseLong(said(THREADS, "threads", line)),
        Long.parseLong(said(TRAINABLE, "trainable", line)));
  }

  private static String said(Pattern pattern, String what, String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.find()) {
      throw new InputException(
          "the peer does not report its \"%s\" when it is ready, but: %s".formatted(what, line));
    }
    return matcher.group(1);
  }

  /**
   * Refuses a comparison that compares something else than two programs.
   *
   * @param peer the peer's
   * @throws InputException if threads or trained numbers differ
   */
  void requireSameWork(Equipment peer) {
    if (threads != peer.threads) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the peer computes with %d threads and sdvgen with %d: set OMP_NUM_THREADS=%d for"
                  + " both",
              peer.threads,
              threads,
              threads));
    }
    if (trainable != peer.trainable) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the peer trains %d numbers and sdvgen %d: the two adapters are not the same",
              peer.trainable,
              trainable));
    }
  }

  /** A line beside the times; another version of PyTorch is not refused, but reported. */
  String line(Equipment peer) {
    String same = String.format(Locale.ROOT, "%d threads, torch %s", threads, torch);
    return release(torch).equals(release(peer.torch))
        ? same
        : "%s, but the peer's is %s, which has other speeds of its own".formatted(same, peer.torch);
  }

  /** The version without the build behind its plus sign. */
  private static String release(String version) {
    return version.replaceFirst("\\+.*", "");
  }
}
