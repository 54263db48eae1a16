package org.sdvgen.host.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.host.analysis.GradientComparison.Moments;
import org.sdvgen.runtime.torch.Devices;

/** Cosines and norms of gradients worked out by hand. */
final class GradientComparisonTest {
  private static Map<String, Moments> compare(float[] first, float[] second) {
    try (NDManager scope = Devices.newManager(Devices.parse("cpu"))) {
      NDArray value = scope.zeros(new Shape(2));
      List<Parameter> parameters =
          List.of(
              new Parameter("a", ParameterGroup.MLP, value),
              new Parameter("b", ParameterGroup.ATTENTION, value),
              new Parameter("c", ParameterGroup.MLP, value));
      try (GradientBuffer one = new GradientBuffer(scope, parameters);
          GradientBuffer two = new GradientBuffer(scope, parameters)) {
        for (int i = 0; i < parameters.size(); i++) {
          String name = parameters.get(i).name();
          one.add(name, scope.create(new float[] {first[2 * i], first[2 * i + 1]}));
          two.add(name, scope.create(new float[] {second[2 * i], second[2 * i + 1]}));
        }
        return GradientComparison.compare(parameters, one, two);
      }
    }
  }

  private static Moments of(Map<String, Moments> found, String group) {
    return Objects.requireNonNull(found.get(group), group);
  }

  @Test
  void groupsAddUpToTheWhole() {
    Map<String, Moments> found =
        compare(new float[] {3, 0, 1, 2, 0, 4}, new float[] {0, 5, 2, -1, 12, 0});
    assertEquals(List.of("all", "attention", "mlp"), List.copyOf(found.keySet()));
    assertEquals(new Moments(0, 25, 169), found.get("mlp"));
    assertEquals(new Moments(0, 5, 5), found.get("attention"));
    assertEquals(new Moments(0, 30, 174), found.get("all"));
  }

  @Test
  void cosineIsThatOfTheAngle() {
    Map<String, Moments> found =
        compare(new float[] {1, 0, 0, 2, 0, 0}, new float[] {1, 1, 0, -3, 0, 0});
    assertEquals(Math.sqrt(0.5), of(found, "mlp").cosine(), 1e-9);
    assertEquals(-1, of(found, "attention").cosine(), 1e-9);
    assertEquals(3, of(found, "attention").secondNorm());
  }

  /** In float32 the small elements would be lost beside the large one. */
  @Test
  void sumsAreExact() {
    Map<String, Moments> found =
        compare(new float[] {1e4f, 1e-1f, 0, 0, 0, 0}, new float[] {1e4f, 1e-1f, 0, 0, 0, 0});
    assertEquals(1e8 + (double) 1e-1f * 1e-1f, of(found, "all").dot(), 1e-7);
  }

  @Test
  void vanishingGradientHasNoDirection() {
    Map<String, Moments> found = compare(new float[6], new float[] {1, 1, 1, 1, 1, 1});
    assertEquals(0, of(found, "all").cosine());
  }
}
