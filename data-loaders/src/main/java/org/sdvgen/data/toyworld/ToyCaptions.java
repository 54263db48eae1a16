package org.sdvgen.data.toyworld;

import java.util.List;

/**
 * Captions of scenes: class, scene and motion, never the appearance. Captions of one scene differ
 * in wording and length, because a model that has seen one length of text only takes its padding
 * for a word.
 */
final class ToyCaptions {
  private static final List<String> CLIPS =
      List.of(
          "a %1$s %2$s %3$s",
          "the %1$s %2$s %3$s",
          "%3$s a %1$s %2$s",
          "a video of a %1$s that %2$s %3$s",
          "here is a %1$s %3$s and it %2$s");
  private static final List<String> PICTURES =
      List.of(
          "a %1$s %2$s",
          "the %1$s %2$s",
          "%2$s there is a %1$s",
          "a picture of a %1$s %2$s",
          "here is a %1$s that is seen %2$s");

  private ToyCaptions() {}

  /**
   * Tells class, motion and scene.
   *
   * @param wording uniform number that picks the wording
   */
  static String clip(ToyScene scene, double wording) {
    return ToySubject.pick(CLIPS, wording)
        .formatted(
            scene.subject().shape().word(), does(scene.motion()), scene.background().words());
  }

  /**
   * Tells class and scene.
   *
   * @param wording uniform number that picks the wording
   */
  static String picture(ToyScene scene, double wording) {
    return ToySubject.pick(PICTURES, wording)
        .formatted(scene.subject().shape().word(), scene.background().words());
  }

  private static String does(ToyMotion motion) {
    return switch (motion) {
      case STILL -> "stays still";
      case LEFT -> "moves to the left";
      case RIGHT -> "moves to the right";
      case UP -> "moves up";
      case DOWN -> "moves down";
    };
  }
}
