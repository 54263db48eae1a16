package org.sdvgen.cli.demo;

import java.util.List;

/**
 * One way of training that the demo compares with the others.
 *
 * @param name names its folder
 * @param label heads its column where room is short, at most 7 characters
 * @param title says what is trained
 * @param recipe file name of its recipe
 * @param compared whether its gradients are compared while it trains
 */
public record DemoArm(String name, String label, String title, String recipe, boolean compared) {
  /** The recipe that the others lie over. */
  static final String BASE = "toy.yaml";

  /** The paper's method first, then its ablations of Table 4. */
  public static final List<DemoArm> ALL =
      List.of(
          new DemoArm(
              "ours",
              "ours",
              "stochastic switching: a motion step with probability p, else an identity step",
              BASE,
              true),
          new DemoArm(
              "image-only",
              "image",
              "identity steps only, on pairs of pictures",
              "toy-image-only.yaml",
              true),
          new DemoArm(
              "two-stage",
              "2-stage",
              "identity steps first, motion steps after",
              "toy-two-stage.yaml",
              false));

  /** Whether its recipe is the one that the others lie over. */
  boolean isBase() {
    return recipe.equals(BASE);
  }
}
