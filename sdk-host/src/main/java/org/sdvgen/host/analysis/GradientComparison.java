package org.sdvgen.host.analysis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.host.GradientReport;

/**
 * Cosine and norms of two gradients, over everything and by layer group, summed in float64 (paper,
 * section 4: phi = &lt;g1, g2&gt; / (|g1| |g2| + eps)).
 */
public final class GradientComparison {
  private static final double EPSILON = 1e-12;

  private GradientComparison() {}

  /**
   * Compares two gradients.
   *
   * @param parameters the trained parameters, whose groups are reported
   * @param first the first gradient
   * @param second the second gradient
   * @return sums over all parameters under {@link GradientReport#ALL}, then by group in the order
   *     of {@link ParameterGroup}, groups without parameters left out
   */
  public static Map<String, Moments> compare(
      List<Parameter> parameters, GradientBuffer first, GradientBuffer second) {
    Map<ParameterGroup, Moments> sums = new EnumMap<>(ParameterGroup.class);
    for (Parameter parameter : parameters) {
      Moments moments = moments(first.get(parameter.name()), second.get(parameter.name()));
      sums.merge(parameter.group(), moments, Moments::plus);
    }
    Map<String, Moments> named = new LinkedHashMap<>();
    named.put(
        GradientReport.ALL, sums.values().stream().reduce(new Moments(0, 0, 0), Moments::plus));
    sums.forEach((group, sum) -> named.put(EnumWord.of(group), sum));
    return named;
  }

  private static Moments moments(NDArray first, NDArray second) {
    try (NDManager scope = first.getManager().newSubManager()) {
      NDArray a = exact(first, scope);
      NDArray b = exact(second, scope);
      return new Moments(dot(a, b), dot(a, a), dot(b, b));
    }
  }

  private static NDArray exact(NDArray array, NDManager scope) {
    NDArray exact = array.toType(DataType.FLOAT64, true);
    exact.attach(scope);
    return exact;
  }

  private static double dot(NDArray a, NDArray b) {
    return a.mul(b).sum().getDouble();
  }

  /**
   * The sums that cosine and norms are computed from.
   *
   * @param dot inner product
   * @param firstSquared squared norm of the first gradient
   * @param secondSquared squared norm of the second gradient
   */
  public record Moments(double dot, double firstSquared, double secondSquared) {
    Moments plus(Moments other) {
      return new Moments(
          dot + other.dot, firstSquared + other.firstSquared, secondSquared + other.secondSquared);
    }

    /**
     * Cosine of the angle between the gradients.
     *
     * @return phi; 0 where a gradient vanishes
     */
    public double cosine() {
      return dot / (firstNorm() * secondNorm() + EPSILON);
    }

    /**
     * L2 norm of the first gradient.
     *
     * @return its length
     */
    public double firstNorm() {
      return Math.sqrt(firstSquared);
    }

    /**
     * L2 norm of the second gradient.
     *
     * @return its length
     */
    public double secondNorm() {
      return Math.sqrt(secondSquared);
    }
  }
}
