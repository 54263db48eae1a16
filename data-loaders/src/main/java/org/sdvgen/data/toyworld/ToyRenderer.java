package org.sdvgen.data.toyworld;

import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;

/** Draws scenes with smooth edges at any size. */
public final class ToyRenderer {
  private static final int CHANNELS = 3;

  /** No outline reaches farther from its centre, in radii. */
  private static final double REACH = 1.35;

  private final ToyScene scene;
  private final View view;
  private final int frames;
  private final double pixel;
  private final float[] values;
  private final Rgb first;
  private final Rgb second;

  private ToyRenderer(ToyScene scene, View view, int frames) {
    this.scene = scene;
    this.view = view;
    this.frames = frames;
    this.pixel = 1 / (view.zoom() * Math.min(view.height(), view.width()));
    this.values = new float[CHANNELS * frames * view.height() * view.width()];
    ToySubject subject = scene.subject();
    this.first = subject.firstColour();
    this.second = subject.secondColour();
  }

  /**
   * Draws a scene.
   *
   * @param scene the scene
   * @param view size and crop; a drawn scene has every shape, so {@code fit} has nothing to do
   * @param frames F: 1 draws the middle of the motion, more draw all of it
   * @return (3, F, H, W) in [-1, 1]
   */
  public static PixelClip draw(ToyScene scene, View view, int frames) {
    ToyRenderer renderer = new ToyRenderer(scene, view, frames);
    renderer.drawGround();
    for (int f = 0; f < frames; f++) {
      renderer.drawSubject(f, frames == 1 ? 0.5 : (double) f / (frames - 1));
    }
    return new PixelClip(CHANNELS, frames, view.height(), view.width(), renderer.values);
  }

  /** The camera stands still: the ground is drawn once and copied to every frame. */
  private void drawGround() {
    int area = view.height() * view.width();
    for (int y = 0; y < view.height(); y++) {
      for (int x = 0; x < view.width(); x++) {
        Rgb colour =
            scene.background().colour(worldX(x) + scene.groundX(), worldY(y) + scene.groundY());
        put(0, y * view.width() + x, colour);
      }
    }
    for (int c = 0; c < CHANNELS; c++) {
      for (int f = 1; f < frames; f++) {
        System.arraycopy(values, c * frames * area, values, (c * frames + f) * area, area);
      }
    }
  }

  private void drawSubject(int frame, double progress) {
    double centreX = scene.centreX(progress);
    double centreY = scene.centreY(progress);
    double reach = scene.radius() * REACH;
    int left = Math.max(0, (int) Math.floor(columnOf(centreX - reach)));
    int right = Math.min(view.width() - 1, (int) Math.ceil(columnOf(centreX + reach)));
    int top = Math.max(0, (int) Math.floor(rowOf(centreY - reach)));
    int bottom = Math.min(view.height() - 1, (int) Math.ceil(rowOf(centreY + reach)));
    double cos = Math.cos(scene.turn()) / scene.radius();
    double sin = Math.sin(scene.turn()) / scene.radius();
    double flip = scene.mirrored() ? -1 : 1;
    for (int y = top; y <= bottom; y++) {
      double dy = worldY(y) - centreY;
      for (int x = left; x <= right; x++) {
        double dx = worldX(x) - centreX;
        paint(frame, y * view.width() + x, flip * (cos * dx + sin * dy), cos * dy - sin * dx);
      }
    }
  }

  /** Paints one pixel, given its place in the subject's own pose, in radii. */
  private void paint(int frame, int at, double x, double y) {
    ToySubject subject = scene.subject();
    double outline = subject.shape().distance(x, y);
    double cover = coverage(outline);
    if (cover > 0) {
      double secondShare = 1 - coverage(subject.pattern().distance(x, y, outline));
      put(frame, at, get(frame, at).mix(first.mix(second, secondShare), cover));
    }
  }

  /** Returns how much of a pixel lies inside of an edge at a signed distance in radii. */
  private double coverage(double distance) {
    return Math.max(0, Math.min(1, 0.5 - distance * scene.radius() / pixel));
  }

  private double worldX(int column) {
    double hidden = view.offsetX() * view.width() * (1 - 1 / view.zoom());
    return (hidden + (column + 0.5) / view.zoom() - view.width() / 2.0) * pixel * view.zoom();
  }

  private double worldY(int row) {
    double hidden = view.offsetY() * view.height() * (1 - 1 / view.zoom());
    return (hidden + (row + 0.5) / view.zoom() - view.height() / 2.0) * pixel * view.zoom();
  }

  private double columnOf(double worldX) {
    return (worldX - worldX(0)) / pixel;
  }

  private double rowOf(double worldY) {
    return (worldY - worldY(0)) / pixel;
  }

  private Rgb get(int frame, int at) {
    return new Rgb(sample(frame, at, 0), sample(frame, at, 1), sample(frame, at, 2));
  }

  private double sample(int frame, int at, int channel) {
    return (values[index(frame, at, channel)] + 1) / 2;
  }

  private void put(int frame, int at, Rgb colour) {
    values[index(frame, at, 0)] = (float) (2 * colour.red() - 1);
    values[index(frame, at, 1)] = (float) (2 * colour.green() - 1);
    values[index(frame, at, 2)] = (float) (2 * colour.blue() - 1);
  }

  private int index(int frame, int at, int channel) {
    return (channel * frames + frame) * view.height() * view.width() + at;
  }
}
