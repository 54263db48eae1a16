package org.sdvgen.host;

/** How the guidance scale g changes over the N denoising steps. */
public enum GuidanceSchedule {
  /** The same g at every step. */
  CONSTANT {
    @Override
    public double scale(double guidance, int index, double timestep, int steps) {
      return guidance;
    }
  },
  /**
   * Dynamic guidance as diffusers' CogVideoX pipeline computes it: from the timestep's value t, 1 +
   * g (1 - cos(pi ((N - t) / N)^5)) / 2.
   */
  DYNAMIC_TIMESTEP {
    @Override
    public double scale(double guidance, int index, double timestep, int steps) {
      return dynamic(guidance, timestep, steps);
    }
  },
  /** Dynamic guidance as the paper gives it: the same formula from the step's index. */
  DYNAMIC_STEP {
    @Override
    public double scale(double guidance, int index, double timestep, int steps) {
      return dynamic(guidance, index, steps);
    }
  };

  /**
   * The scale of one step.
   *
   * @param guidance the configured scale g
   * @param index the step, from 0
   * @param timestep its timestep in the noise process's units
   * @param steps how many steps there are, N
   * @return the scale that the difference of the two predictions is multiplied with
   */
  public abstract double scale(double guidance, int index, double timestep, int steps);

  private static double dynamic(double guidance, double at, int steps) {
    double angle = Math.PI * Math.pow((steps - at) / steps, 5);
    return 1 + guidance * (1 - Math.cos(angle)) / 2;
  }
}
