package org.sdvgen.data.toyworld;

/**
 * The ground truth of a drawn picture or clip. Lengths are in units of the picture's shorter side,
 * places are measured from its centre, x to the right and y downwards.
 *
 * @param subject the subject
 * @param background the background
 * @param motion the subject's motion
 * @param radius half its size
 * @param turn its pose: how far it is turned clockwise, radians
 * @param mirrored its pose: whether left and right change places
 * @param middleX its position halfway through the clip, to the right
 * @param middleY its position halfway through the clip, downwards
 * @param travel length of its way from the first to the last frame
 * @param groundX offset of the visible part of the endless background, to the right
 * @param groundY offset of the visible part of the endless background, downwards
 */
public record ToyScene(
    ToySubject subject,
    ToyBackground background,
    ToyMotion motion,
    double radius,
    double turn,
    boolean mirrored,
    double middleX,
    double middleY,
    double travel,
    double groundX,
    double groundY) {

  /**
   * Returns where the subject's centre is.
   *
   * @param progress 0 in the first frame, 1 in the last
   * @return x in units of the shorter side, from the centre to the right
   */
  public double centreX(double progress) {
    return middleX + motion.directionX() * travel * (progress - 0.5);
  }

  /**
   * Returns where the subject's centre is.
   *
   * @param progress 0 in the first frame, 1 in the last
   * @return y in units of the shorter side, from the centre downwards
   */
  public double centreY(double progress) {
    return middleY + motion.directionY() * travel * (progress - 0.5);
  }
}
