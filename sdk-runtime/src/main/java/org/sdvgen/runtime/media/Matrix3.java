package org.sdvgen.runtime.media;

/** Matrices of three rows and columns, rows first. */
final class Matrix3 {
  private Matrix3() {}

  static double[] product(double[][] a, double[] v) {
    double[] product = new double[3];
    for (int row = 0; row < 3; row++) {
      product[row] = a[row][0] * v[0] + a[row][1] * v[1] + a[row][2] * v[2];
    }
    return product;
  }

  static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int k = 0; k < 3; k++) {
          product[row][column] += a[row][k] * b[k][column];
        }
      }
    }
    return product;
  }

  /** Returns the inverse; not finite if there is none. */
  static double[][] inverse(double[][] m) {
    double[][] inverse = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        inverse[column][row] = cofactor(m, row, column);
      }
    }
    double determinant =
        m[0][0] * inverse[0][0] + m[0][1] * inverse[1][0] + m[0][2] * inverse[2][0];
    for (double[] row : inverse) {
      for (int column = 0; column < 3; column++) {
        row[column] /= determinant;
      }
    }
    return inverse;
  }

  private static double cofactor(double[][] m, int row, int column) {
    int r1 = (row + 1) % 3;
    int r2 = (row + 2) % 3;
    int c1 = (column + 1) % 3;
    int c2 = (column + 2) % 3;
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
  }
}
