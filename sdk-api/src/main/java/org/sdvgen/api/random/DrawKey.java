package org.sdvgen.api.random;

import java.nio.charset.StandardCharsets;

/**
 * The key of a draw. Equal keys give equal numbers, in any process and in any order of calls.
 *
 * @param seed the run's seed
 * @param step the optimizer step, or for drawing ahead of the steps the ordinal of a track's batch
 * @param sample the global sample index: the position in the track's endless stream of samples
 * @param purpose purpose of the numbers, such as {@code noise} or {@code load/identity/crop}
 */
public record DrawKey(long seed, long step, long sample, String purpose) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * Mixes the four parts to one seed.
   *
   * @return 64 well mixed bits
   */
  public long mixed() {
    long h = mix(seed + GOLDEN);
    h = mix(h ^ (step + 1) * GOLDEN);
    h = mix(h ^ (sample + 1) * 0xD1B54A32D192ED03L);
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      h = mix(h ^ (b + 0x100L));
    }
    return h;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
