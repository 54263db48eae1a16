package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.TextBundle;

/**
 * The input of a linear map of {@link FakeDenoiser}.
 *
 * @param module the map
 * @param x its input, (B, P, in) with P = f*h*w, or 1 where all positions read the same
 */
record FakeFeature(FakeModule module, NDArray x) {
  /** Sine and cosine of the timestep. */
  static final int TIME = 2;

  /** The inputs of all maps that take part, owned by the scope. */
  static List<FakeFeature> of(NDManager scope, DenoiserInput input) {
    NDArray video = FakeArrays.tokens(scope, input.latents());
    NDArray time = time(scope, input.timesteps(), video.getShape().get(1));
    List<FakeFeature> features = new ArrayList<>();
    features.add(new FakeFeature(FakeModule.PROJ_IN, video));
    features.add(new FakeFeature(FakeModule.TEXT_PROJ, text(scope, input.text())));
    features.add(new FakeFeature(FakeModule.TIME_PROJ, time));
    if (!input.references().isEmpty()) {
      NDArray reference = references(scope, input.references());
      features.add(new FakeFeature(FakeModule.REFERENCE_PROJ, reference));
    }
    return features;
  }

  private static NDArray text(NDManager scope, TextBundle bundle) {
    NDArray words = FakeTextEncoder.array(bundle, FakeTextEncoder.EMBEDDINGS);
    NDArray mask = FakeTextEncoder.array(bundle, FakeTextEncoder.MASK);
    return meanOfKept(FakeArrays.adopt(scope, words), FakeArrays.adopt(scope, mask));
  }

  private static NDArray references(NDManager scope, List<Reference> references) {
    NDList tokens = new NDList();
    NDList keeps = new NDList();
    for (Reference reference : references) {
      NDArray each = FakeArrays.tokens(scope, reference.latents());
      tokens.add(each);
      Shape batchAndTokens = new Shape(each.getShape().get(0), each.getShape().get(1));
      keeps.add(
          reference.keep() == null
              ? scope.ones(batchAndTokens, DataType.UINT8)
              : FakeArrays.adopt(scope, reference.keep()));
    }
    return meanOfKept(NDArrays.concat(tokens, 1), NDArrays.concat(keeps, 1));
  }

  /** Selects instead of multiplying, so that not even a NaN passes the mask. */
  private static NDArray meanOfKept(NDArray tokens, NDArray keep) {
    Shape shape = tokens.getShape();
    NDArray chosen = keep.toType(DataType.BOOLEAN, false).expandDims(2).broadcast(shape);
    NDArray kept = NDArrays.where(chosen, tokens, tokens.zerosLike());
    NDArray count = keep.toType(DataType.FLOAT32, false).sum(new int[] {1}).maximum(1f);
    return kept.sum(new int[] {1}).div(count.reshape(shape.get(0), 1)).expandDims(1);
  }

  /** A timestep per sample, latent frame or token becomes one per token. */
  private static NDArray time(NDManager scope, NDArray timesteps, long tokens) {
    long batch = timesteps.getShape().get(0);
    long each = timesteps.size() / batch;
    NDArray angle =
        FakeArrays.adopt(scope, timesteps)
            .mul(Math.PI / FakeNoiseProcess.UNITS)
            .reshape(batch, each, 1)
            .broadcast(new Shape(batch, each, tokens / each))
            .reshape(batch, tokens, 1);
    return NDArrays.concat(new NDList(angle.sin(), angle.cos()), 2);
  }
}
