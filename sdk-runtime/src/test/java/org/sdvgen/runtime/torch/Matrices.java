package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Plain matrices in double precision, to compare with. */
final class Matrices {
  private Matrices() {}

  static double[][] gaussian(Random random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int c = 0; c < columns; c++) {
        row[c] = (float) random.nextGaussian();
      }
    }
    return matrix;
  }

  static NDArray toArray(NDManager manager, double[][] matrix) {
    float[] values = new float[matrix.length * matrix[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix[i / matrix[0].length][i % matrix[0].length];
    }
    return manager.create(values, new Shape(matrix.length, matrix[0].length));
  }

  /** Returns a x + b y. */
  static double[][] sum(double a, double[][] x, double b, double[][] y) {
    double[][] sum = new double[x.length][x[0].length];
    for (int r = 0; r < x.length; r++) {
      for (int c = 0; c < x[0].length; c++) {
        sum[r][c] = a * x[r][c] + b * y[r][c];
      }
    }
    return sum;
  }

  /** Five Newton-Schulz steps from x over its norm: X <- a X + (b X X' + c (X X')^2) X. */
  static double[][] orthogonalized(double[][] x) {
    double norm = 0;
    for (double[] row : x) {
      for (double value : row) {
        norm += value * value;
      }
    }
    double[][] result = sum(1 / (Math.sqrt(norm) + 1e-7), x, 0, x);
    for (int step = 0; step < 5; step++) {
      double[][] gram = product(result, transposed(result));
      double[][] inner = sum(-4.7750, gram, 2.0315, product(gram, gram));
      result = sum(3.4445, result, 1, product(inner, result));
    }
    return result;
  }

  private static double[][] product(double[][] x, double[][] y) {
    double[][] product = new double[x.length][y[0].length];
    for (int r = 0; r < x.length; r++) {
      for (int c = 0; c < y[0].length; c++) {
        for (int k = 0; k < y.length; k++) {
          product[r][c] += x[r][k] * y[k][c];
        }
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] x) {
    double[][] transposed = new double[x[0].length][x.length];
    for (int r = 0; r < x.length; r++) {
      for (int c = 0; c < x[0].length; c++) {
        transposed[c][r] = x[r][c];
      }
    }
    return transposed;
  }
}
