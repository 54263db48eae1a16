package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * A forward pass through {@link FakeDenoiser} with its backward pass written out. For y = x W' + s
 * (x A') B' over rows x (with ' for the transpose and x dropped out before A): dW = g' x, dB = s g'
 * (x A'), dA = s (g B)' x.
 */
final class FakeTrace implements Trace {
  private final NDManager scope;
  private final FakeParameters parameters;
  private final Optional<FakeMasters> masters;
  private final List<AdapterInUse> adapters;
  private final Shape shape;
  private final List<Term> terms;
  private final NDArray prediction;

  /** Takes ownership of the scope; without a seed there is no dropout. */
  FakeTrace(
      NDManager scope,
      FakeParameters parameters,
      Tuning tuning,
      DenoiserInput input,
      OptionalLong dropoutSeed) {
    this.scope = scope;
    this.parameters = parameters;
    masters = tuning.masters().map(FakeMasters.class::cast);
    adapters = tuning.adapters().stream().map(AdapterInUse::of).toList();
    shape = input.latents().getShape();
    terms =
        FakeFeature.of(scope, input).stream()
            .map(feature -> new Term(feature, dropOut(feature, dropoutSeed)))
            .toList();
    prediction = FakeArrays.video(sumOfMaps(), shape);
  }

  /** An adapter with its weight times alpha / rank. */
  private record AdapterInUse(FakeAdapter adapter, double scale) {
    static AdapterInUse of(Tuning.Weighted weighted) {
      return new AdapterInUse(
          (FakeAdapter) weighted.adapter(),
          weighted.adapter().config().scale() * weighted.weight());
    }
  }

  /** Several adapters have no dropout: they are not trained together. */
  private NDArray dropOut(FakeFeature feature, OptionalLong seed) {
    NDArray x = feature.x();
    double rate = adapters.size() == 1 ? adapters.get(0).adapter().config().dropout() : 0;
    if (seed.isEmpty() || rate == 0) {
      return x;
    }
    DrawKey key = new DrawKey(seed.getAsLong(), 0, 0, feature.module().path());
    double[] uniforms = Draws.seeded().uniforms(key, Math.toIntExact(x.size()));
    float[] mask = new float[uniforms.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = uniforms[i] < rate ? 0 : (float) (1 / (1 - rate));
    }
    return scope.create(FloatBuffer.wrap(mask), x.getShape()).mul(x);
  }

  private NDArray sumOfMaps() {
    NDArray sum = scope.zeros(new Shape(shape.get(0), tokens(), FakeBackbone.CHANNELS));
    for (Term term : terms) {
      FakeModule module = term.feature().module();
      sum = sum.add(term.feature().x().matMul(transposed(weight(module))));
      for (AdapterInUse use : adapters) {
        if (use.adapter().adapts(module)) {
          NDArray inner = term.dropped().matMul(transposed(use.adapter().down(module)));
          sum = sum.add(inner.matMul(transposed(use.adapter().up(module))).mul(use.scale()));
        }
      }
    }
    return sum;
  }

  private long tokens() {
    return shape.size() / shape.get(0) / shape.get(1);
  }

  private NDArray weight(FakeModule module) {
    String name = module.weight();
    return masters.map(own -> own.values().get(name)).orElseGet(() -> parameters.value(name));
  }

  private NDArray transposed(NDArray parameter) {
    return FakeArrays.adopt(scope, parameter).transpose();
  }

  @Override
  public NDArray prediction() {
    return prediction;
  }

  @Override
  public void backward(NDArray upstream, GradientBuffer gradients) {
    try (NDManager work = scope.newSubManager()) {
      NDArray all = FakeArrays.tokens(work, upstream);
      for (Term term : terms) {
        boolean pooled = term.feature().x().getShape().get(1) == 1;
        add(term, rows(pooled ? all.sum(new int[] {1}, true) : all), gradients);
      }
    }
  }

  private void add(Term term, NDArray g, GradientBuffer gradients) {
    FakeModule module = term.feature().module();
    NDManager work = g.getManager();
    for (AdapterInUse use : adapters) {
      if (use.adapter().adapts(module)) {
        NDArray x = rows(FakeArrays.adopt(work, term.dropped()));
        NDArray down = FakeArrays.adopt(work, use.adapter().down(module));
        NDArray up = FakeArrays.adopt(work, use.adapter().up(module));
        NDArray scaled = g.mul(use.scale());
        gradients.add(module.up(), scaled.transpose().matMul(x.matMul(down.transpose())));
        gradients.add(module.down(), scaled.matMul(up).transpose().matMul(x));
      }
    }
    if (masters.isPresent() && masters.get().values().containsKey(module.weight())) {
      NDArray x = rows(FakeArrays.adopt(work, term.feature().x()));
      gradients.add(module.weight(), g.transpose().matMul(x));
    }
  }

  private static NDArray rows(NDArray array) {
    return array.reshape(-1, array.getShape().get(2));
  }

  @Override
  public void close() {
    scope.close();
  }

  /** A map's input, and the same with elements dropped as its adapter reads it. */
  private record Term(FakeFeature feature, NDArray dropped) {}
}
