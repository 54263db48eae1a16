package org.sdvgen.objectives;

import org.sdvgen.api.data.View;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.random.SampleDraws;

/**
 * Random crops (paper, Algorithm 1: "crop jitter per view"): a zoom that is uniform in its range,
 * at a place that is uniform in the picture.
 *
 * @param zoomMin smallest zoom, at least 1
 * @param zoomMax largest zoom
 */
record CropJitter(double zoomMin, double zoomMax) {
  /** The random view of a sample. */
  View view(TrackShape shape, SampleDraws draws, String purpose) {
    double[] u = draws.uniforms(purpose, 3);
    double zoom = zoomMin + (zoomMax - zoomMin) * u[0];
    return new View(shape.height(), shape.width(), shape.fit(), zoom, u[1], u[2]);
  }
}
