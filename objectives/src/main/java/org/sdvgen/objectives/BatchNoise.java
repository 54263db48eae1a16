package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.random.SampleDraws;

/**
 * Random numbers of a micro-batch, each sample's from its own key: how samples are batched changes
 * none of them.
 *
 * @param batch whose samples the numbers are for
 * @param scope owns every array that is made
 */
record BatchNoise(MicroBatch batch, NDManager scope) {
  /** The draws of every sample, in order. */
  List<SampleDraws> draws() {
    return batch.examples().stream().map(Example::position).map(batch.draws()::sample).toList();
  }

  /** One uniform number per sample. */
  double[] uniforms(String purpose) {
    return draws().stream().mapToDouble(sample -> sample.uniform(purpose)).toArray();
  }

  /** Standard normal numbers of a shape whose first axis is the batch. */
  NDArray normals(String purpose, Shape shape) {
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
    int each = values.capacity() / batch.examples().size();
    for (SampleDraws sample : draws()) {
      values.put(sample.normals(purpose, each));
    }
    return scope.create(values.rewind(), shape);
  }

  /** Latents taken from a posterior, which is closed. */
  NDArray latents(LatentDistribution posterior, LatentSampling sampling, String purpose) {
    try (posterior) {
      NDArray latents =
          switch (sampling) {
            case MODE -> posterior.mode();
            case POSTERIOR -> posterior.sample(normals(purpose, posterior.mean().getShape()));
          };
      latents.attach(scope);
      return latents;
    }
  }
}
