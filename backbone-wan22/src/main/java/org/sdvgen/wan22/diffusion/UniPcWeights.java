package org.sdvgen.wan22.diffusion;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of UniPC as a weighted sum of latents.
 *
 * @param latents weight of the latents that the step starts at
 * @param clean weights of the predicted clean latents, latest first
 */
record UniPcWeights(double latents, List<Double> clean) {
  /** Copies the list. */
  UniPcWeights {
    clean = List.copyOf(clean);
  }

  /**
   * The prediction of where a step ends, from the clean latents of its start and of the steps
   * before.
   *
   * @param levels noise levels
   * @param step which step
   * @param order how many clean latents are used
   */
  static UniPcWeights predictor(NoiseLevels levels, int step, int order) {
    List<Double> nodes = nodes(levels, step, order);
    // The paper's choice of one half spares the system of order 2.
    List<Double> rhos = order == 2 ? List.of(0.5) : rhos(levels, step, nodes);
    return of(levels, step, 0, nodes, rhos);
  }

  /**
   * The correction of where a step has ended, for which the clean latents that are predicted there
   * come first.
   *
   * @param levels noise levels
   * @param step which step
   * @param order how many clean latents are used besides those of the step's end
   */
  static UniPcWeights corrector(NoiseLevels levels, int step, int order) {
    List<Double> nodes = new ArrayList<>(List.of(1.0));
    nodes.addAll(nodes(levels, step, order));
    List<Double> rhos = order == 1 ? List.of(0.5) : rhos(levels, step, nodes);
    return of(levels, step, 1, nodes, rhos);
  }

  /**
   * @param start where among the clean latents those of the step's start stand
   * @param nodes all others' places on the axis of log-SNR, in their order
   * @param rhos their shares
   */
  private static UniPcWeights of(
      NoiseLevels levels, int step, int start, List<Double> nodes, List<Double> rhos) {
    double sigma = levels.sigma(step + 1);
    double scale = (1 - sigma) * Math.expm1(-stride(levels, step));
    List<Double> clean = new ArrayList<>();
    double rest = -scale;
    for (int i = 0; i < nodes.size(); i++) {
      double weight = -scale * rhos.get(i) / nodes.get(i);
      clean.add(weight);
      rest -= weight;
    }
    clean.add(start, rest);
    return new UniPcWeights(sigma / levels.sigma(step), clean);
  }

  /** Where the clean latents of earlier steps lie, as multiples of this step's stride. */
  private static List<Double> nodes(NoiseLevels levels, int step, int order) {
    List<Double> nodes = new ArrayList<>();
    for (int i = 1; i < order; i++) {
      double distance = logSnr(levels.sigma(step - i)) - logSnr(levels.sigma(step));
      nodes.add(distance / stride(levels, step));
    }
    return nodes;
  }

  /** Shares that make the step exact for polynomials in log-SNR: sum rho_k r_k^(i-1) = b_i. */
  private static List<Double> rhos(NoiseLevels levels, int step, List<Double> nodes) {
    double h = -stride(levels, step);
    double scale = Math.expm1(h);
    double[] right = new double[nodes.size()];
    double phi = scale / h - 1;
    double factorial = 1;
    for (int i = 0; i < right.length; i++) {
      right[i] = phi * factorial / scale;
      factorial *= i + 2;
      phi = phi / h - 1 / factorial;
    }
    return solved(nodes, right);
  }

  /** Solves a Vandermonde system (Björck and Pereyra; Golub and Van Loan, algorithm 4.6.2). */
  private static List<Double> solved(List<Double> nodes, double[] right) {
    int n = right.length;
    double[] x = right.clone();
    for (int k = 0; k < n - 1; k++) {
      for (int i = n - 1; i > k; i--) {
        x[i] -= nodes.get(k) * x[i - 1];
      }
    }
    for (int k = n - 2; k >= 0; k--) {
      for (int i = k + 1; i < n; i++) {
        x[i] /= nodes.get(i) - nodes.get(i - k - 1);
      }
      for (int i = k; i < n - 1; i++) {
        x[i] -= x[i + 1];
      }
    }
    List<Double> solution = new ArrayList<>();
    for (double value : x) {
      solution.add(value);
    }
    return solution;
  }

  private static double stride(NoiseLevels levels, int step) {
    return logSnr(levels.sigma(step + 1)) - logSnr(levels.sigma(step));
  }

  /** Logarithm of signal over noise; infinite without noise. */
  private static double logSnr(double sigma) {
    return Math.log(1 - sigma) - Math.log(sigma);
  }
}
