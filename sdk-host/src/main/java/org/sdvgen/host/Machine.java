package org.sdvgen.host;

/**
 * A machine that a run is planned for.
 *
 * @param device the device that computes, in words
 * @param deviceBytes its memory; that of the host where it is the host
 * @param hostBytes the host's memory
 * @param shared whether the device is the host itself
 * @param rates how fast it is taken to be
 */
public record Machine(
    String device, long deviceBytes, long hostBytes, boolean shared, Rates rates) {
  private static final double GPU_TERAFLOPS = 60;
  private static final double GPU_GIGABYTES_PER_SECOND = 12;
  private static final double CORE_TERAFLOPS = 0.06;
  private static final double FILE_GIGABYTES_PER_SECOND = 1;

  /**
   * Rates by which times are estimated.
   *
   * @param teraflops floating point operations of the device in a second, in 10^12, as programs
   *     reach them
   * @param gigabytesPerSecond bytes in a second, in 10^9, by which weights come to the device
   */
  public record Rates(double teraflops, double gigabytesPerSecond) {
    /** Checks the ranges. */
    public Rates {
      if (!(teraflops > 0 && gigabytesPerSecond > 0)) {
        throw new IllegalArgumentException("rates must be above 0");
      }
    }

    /** Returns what a graphics card is taken to reach where nothing is said. */
    public static Rates ofGpu() {
      return new Rates(GPU_TERAFLOPS, GPU_GIGABYTES_PER_SECOND);
    }

    /** Returns what this machine's processor is taken to reach where nothing is said. */
    public static Rates ofCpu() {
      int cores = Runtime.getRuntime().availableProcessors();
      return new Rates(CORE_TERAFLOPS * cores, FILE_GIGABYTES_PER_SECOND);
    }
  }

  /**
   * This machine with a graphics card of a given memory.
   *
   * @param bytes the card's memory
   * @return the machine, whose rates are those of a graphics card
   */
  public Machine withGpu(long bytes) {
    return new Machine("a GPU", bytes, hostBytes, false, shared ? Rates.ofGpu() : rates);
  }

  /**
   * This machine at other rates.
   *
   * @param other the rates
   * @return the machine
   */
  public Machine at(Rates other) {
    return new Machine(device, deviceBytes, hostBytes, shared, other);
  }
}
