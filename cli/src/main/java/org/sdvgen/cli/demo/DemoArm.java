package org.sdvgen.cli.demo;

import java.util.List;

/**
 * One way of training that the demo compares with the others.
 *
 * @param name names its folder
 * @param label heads its column where room is short, at most 7 characters
 * @param title says what is trained
 * @param look tells a reader what to look for in its clips
 * @param recipe file name of its recipe
 * @param compared whether its gradients are compared while it trains
 */
public record DemoArm(
    String name, String label, String title, String look, String recipe, boolean compared) {
  /** The recipe that the others lie over. */
  static final String BASE = "toy.yaml";

  /** The paper's method first, then its ablations of Table 4. */
  public static final List<DemoArm> ALL =
      List.of(
          new DemoArm(
              "ours",
              "ours",
              "stochastic switching: a motion step with probability p, else an identity step",
              "Are colours and pattern the reference's, in another place, moving as told?",
              BASE,
              true),
          new DemoArm(
              "image-only",
              "image",
              "identity steps only, on pairs of pictures",
              "Does the subject still go as far as beside it, and keep its shape on the way?",
              "toy-image-only.yaml",
              true),
          new DemoArm(
              "two-stage",
              "2-stage",
              "identity steps first, motion steps after",
              "Is it like the reference because its place was copied, too?",
              "toy-two-stage.yaml",
              false));

  /** Whether its recipe is the one that the others lie over. */
  boolean isBase() {
    return recipe.equals(BASE);
  }
}
