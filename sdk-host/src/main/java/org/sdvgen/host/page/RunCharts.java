package org.sdvgen.host.page;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Draws what trained runs have logged, for pages that show several of them. */
public final class RunCharts {
  private RunCharts() {}

  /**
   * Draws the loss of every track over the steps: each step faintly, a smooth line, and a dashed
   * one for the samples held out.
   *
   * @param title the drawing's title
   * @param outputDir the run's folder
   * @param size size of the drawing
   * @return an SVG document; empty if the run has logged no step
   * @throws org.sdvgen.api.error.InputException if the log cannot be read
   */
  public static Optional<String> loss(String title, Path outputDir, Size size) {
    return RunPlots.loss(title, outputDir, size);
  }

  /**
   * Draws the cosine of the tracks' gradients over all parameters, one curve for every run.
   *
   * @param title the drawing's title
   * @param runs the runs' folders by the names of their curves
   * @param size size of the drawing
   * @return an SVG document; empty if no run has compared gradients
   * @throws org.sdvgen.api.error.InputException if a log cannot be read
   */
  public static Optional<String> gradientCosines(String title, Map<String, Path> runs, Size size) {
    return RunPlots.cosines(title, runs, size);
  }

  /**
   * Size of a drawing.
   *
   * @param width columns in pixels, at least 1
   * @param height rows in pixels, at least 1
   */
  public record Size(int width, int height) {
    /** Checks the ranges. */
    public Size {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException("a drawing of " + width + "x" + height + " pixels");
      }
    }
  }
}
