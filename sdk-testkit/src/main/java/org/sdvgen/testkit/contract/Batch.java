package org.sdvgen.testkit.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.TextBundle;

/**
 * Random but fixed inputs for a denoiser, one sample per prompt.
 *
 * @param latents (B, c, f, h, w)
 * @param timesteps (B), all different
 * @param text encoded prompts
 * @param reference (B, c, 1, h, w)
 */
record Batch(NDArray latents, NDArray timesteps, TextBundle text, NDArray reference) {
  static Batch of(NDManager scope, Backbone backbone, BackboneFixture fixture) {
    List<String> prompts = fixture.prompts();
    int size = prompts.size();
    Shape video = fixture.latentShape(backbone.spec());
    Shape picture = new Shape(video.get(0), 1, video.get(2), video.get(3));
    double[] uniforms = new double[size];
    for (int b = 0; b < size; b++) {
      uniforms[b] = (b + 0.5) / size;
    }
    return new Batch(
        Contracts.normals(scope, "latents", new Shape(size).addAll(video)),
        backbone.noiseProcess().timesteps(scope, uniforms),
        backbone.textEncoder().encode(scope, prompts),
        Contracts.normals(scope, "reference", new Shape(size).addAll(picture)));
  }

  int size() {
    return Math.toIntExact(latents.getShape().get(0));
  }

  int referenceTokens(Backbone backbone) {
    Shape shape = latents.getShape();
    return backbone
        .denoiser()
        .referenceTokens(Math.toIntExact(shape.get(3)), Math.toIntExact(shape.get(4)));
  }

  DenoiserInput withoutReference() {
    return input(List.of());
  }

  DenoiserInput withReference() {
    return input(List.of(Reference.whole(reference)));
  }

  /** Keeps, for every sample b, the tokens whose bit is set in {@code rows[b]}. */
  DenoiserInput keeping(boolean[][] rows) {
    int tokens = rows[0].length;
    ByteBuffer bytes = ByteBuffer.allocateDirect(rows.length * tokens);
    for (boolean[] row : rows) {
      for (boolean keep : row) {
        bytes.put((byte) (keep ? 1 : 0));
      }
    }
    NDArray keep =
        latents.getManager().create(bytes.rewind(), new Shape(rows.length, tokens), DataType.UINT8);
    return input(List.of(new Reference(reference, keep, Optional.empty())));
  }

  private DenoiserInput input(List<Reference> references) {
    return new DenoiserInput(latents, timesteps, text, references, OptionalDouble.of(8));
  }

  /** The same with timesteps per latent frame, of which the first may be another. */
  DenoiserInput perFrame(boolean firstIsClean) {
    long frames = latents.getShape().get(2);
    NDArray each = timesteps.expandDims(1).repeat(1, frames);
    if (firstIsClean) {
      each.set(new NDIndex(":, 0"), 0f);
    }
    return new DenoiserInput(latents, each, text, List.of(), OptionalDouble.of(8));
  }

  Batch only(int sample) {
    String one = sample + ":" + (sample + 1);
    return new Batch(
        latents.get(one), timesteps.get(one), text.slice(sample, sample + 1), reference.get(one));
  }

  Batch withReference(NDArray other) {
    return new Batch(latents, timesteps, text, other);
  }
}
