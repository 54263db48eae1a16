package org.sdvgen.host.samples;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A SHA-256 digest of what a track trains on: of every sample its place, its texts, and names and
 * lengths of its files; of up to 256 samples, spread evenly, pieces of the files' contents besides.
 * So hundreds of thousands of files are told apart in seconds, and few ones by their content. Times
 * of files say nothing: copying changes them. A source of more than {@link #LISTED} samples
 * computes them, since nobody has as many files: of it the 256 are looked at, and no others.
 */
public final class DataFingerprint {
  private static final int LOOKED_INTO = 256;

  /** Larger sources are not listed whole. */
  static final long LISTED = 1L << 22;

  /** Samples whose texts are in memory at once. */
  private static final int BLOCK = 1 << 14;

  private DataFingerprint() {}

  /**
   * Computes the digests of several tracks.
   *
   * @param tracks the tracks
   * @return 64 hexadecimal digits by the track's name
   * @throws org.sdvgen.api.error.InputException if a file cannot be read
   */
  public static Map<String, String> of(List<Track> tracks) {
    Map<String, String> digests = new TreeMap<>();
    tracks.forEach(track -> digests.put(track.name(), of(track.data())));
    return digests;
  }

  /**
   * Computes the digest.
   *
   * @param samples the samples in their order
   * @return 64 hexadecimal digits
   * @throws org.sdvgen.api.error.InputException if a file cannot be read
   */
  static String of(ShapedSamples samples) {
    MessageDigest digest = sha256();
    long size = samples.size();
    long every = (size + LOOKED_INTO - 1) / LOOKED_INTO;
    update(digest, List.of(Long.toString(size)));
    if (size > LISTED) {
      for (long index = 0; index < size; index += every) {
        update(digest, samples.sample(index).identity(true));
      }
      return HexFormat.of().formatHex(digest.digest());
    }
    for (long start = 0; start < size; start += BLOCK) {
      long first = start;
      IntStream.range(0, (int) Math.min(BLOCK, size - first))
          .parallel()
          .mapToObj(i -> samples.sample(first + i).identity((first + i) % every == 0))
          .toList()
          .forEach(texts -> update(digest, texts));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Lengths stand before the texts, so that no other list is the same bytes. */
  private static void update(MessageDigest digest, List<String> texts) {
    digest.update((texts.size() + "\n").getBytes(StandardCharsets.UTF_8));
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
