package org.sdvgen.host.analysis;

import java.util.Random;

/**
 * Two quadratic losses with a common minimum and commuting Hessians, L_i(x) = x' Q diag(l_i) Q' x /
 * 2, and gradient descent on them. The rotation Q is random, so nothing here is diagonal by
 * construction.
 */
final class CommutingQuadratics {
  private final double[][] first;
  private final double[][] second;
  private final double[][] modes;
  private double[] x;

  /**
   * The losses, and a start that has the same share of every mode.
   *
   * @param firstSpectrum eigenvalues of the first Hessian
   * @param secondSpectrum eigenvalues of the second one, mode by mode
   * @param rotationSeed seeds Q
   */
  CommutingQuadratics(double[] firstSpectrum, double[] secondSpectrum, long rotationSeed) {
    int size = firstSpectrum.length;
    modes = orthonormalRows(size, new Random(rotationSeed));
    first = hessian(firstSpectrum);
    second = hessian(secondSpectrum);
    x = new double[size];
    for (double[] mode : modes) {
      add(x, 1, mode);
    }
  }

  /** Gram-Schmidt on random vectors; row k is mode k. */
  private static double[][] orthonormalRows(int size, Random random) {
    double[][] rows = new double[size][];
    for (int k = 0; k < size; k++) {
      double[] row = random.doubles(size, -1, 1).toArray();
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k; j++) {
          add(row, -dot(row, rows[j]), rows[j]);
        }
      }
      double norm = Math.sqrt(dot(row, row));
      for (int i = 0; i < size; i++) {
        row[i] /= norm;
      }
      rows[k] = row;
    }
    return rows;
  }

  private double[][] hessian(double[] spectrum) {
    double[][] hessian = new double[spectrum.length][spectrum.length];
    for (int k = 0; k < spectrum.length; k++) {
      for (int i = 0; i < spectrum.length; i++) {
        add(hessian[i], spectrum[k] * modes[k][i], modes[k]);
      }
    }
    return hessian;
  }

  /** One step of descent on (1 - p) L1 + p L2 with learning rate eta. */
  void descend(double eta, double p) {
    double[] firstGradient = firstGradient();
    double[] secondGradient = secondGradient();
    add(x, -eta * (1 - p), firstGradient);
    add(x, -eta * p, secondGradient);
  }

  private double[] firstGradient() {
    return times(first, x);
  }

  private double[] secondGradient() {
    return times(second, x);
  }

  double innerProduct() {
    return dot(firstGradient(), secondGradient());
  }

  double cosine() {
    double[] a = firstGradient();
    double[] b = secondGradient();
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }
}
