package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.testkit.TensorAssertions;

/**
 * The contract of references and their keep masks. Tokens are taken to be squares of latents in row
 * order, as patch embeddings make them.
 */
public interface ReferenceContract extends BackboneFixture {
  /** A reference changes the prediction. */
  @Test
  default void referencesMatter() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      assumeTrue(!backbone.spec().references().isEmpty());
      Batch batch = Batch.of(scope, backbone, this);
      NDArray with = backbone.denoiser().predict(batch.withReference());
      NDArray without = backbone.denoiser().predict(batch.withoutReference());
      Contracts.assertPlain(with, batch.latents().getShape().getShape());
      assertTrue(TensorAssertions.error(with, without, "prediction") > tolerance());
    }
  }

  /** Keeping all tokens is the same as giving no mask; keeping none the same as no reference. */
  @Test
  default void fullAndEmptyMasksAreNoMaskAndNoReference() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      assumeTrue(takesTokens(backbone));
      Batch batch = Batch.of(scope, backbone, this);
      Denoiser denoiser = backbone.denoiser();
      boolean[][] rows = new boolean[batch.size()][batch.referenceTokens(backbone)];
      TensorAssertions.assertClose(
          denoiser.predict(batch.withoutReference()),
          denoiser.predict(batch.keeping(rows)),
          tolerance(),
          "nothing kept");
      Arrays.stream(rows).forEach(row -> Arrays.fill(row, true));
      TensorAssertions.assertClose(
          denoiser.predict(batch.withReference()),
          denoiser.predict(batch.keeping(rows)),
          tolerance(),
          "everything kept");
    }
  }

  /** The pixels under an unkept token may change without changing a bit of the prediction. */
  @Test
  default void unkeptTokensHaveNoInfluence() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      assumeTrue(takesTokens(backbone));
      Batch batch = Batch.of(scope, backbone, this);
      boolean[][] rows = alternating(batch, backbone);
      NDArray before = backbone.denoiser().predict(batch.keeping(rows));
      Batch changed = batch.withReference(changedWhereUnkept(batch.reference(), rows));
      NDArray after = backbone.denoiser().predict(changed.keeping(rows));
      TensorAssertions.assertSameBits(before, after, "prediction");
    }
  }

  /** Samples that keep different numbers of tokens are predicted as each would be alone. */
  @Test
  default void unequalCountsArePredictedAlone() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      assumeTrue(takesTokens(backbone));
      Batch batch = Batch.of(scope, backbone, this);
      boolean[][] rows = alternating(batch, backbone);
      Arrays.fill(rows[0], false);
      rows[0][1] = true;
      NDArray together = backbone.denoiser().predict(batch.keeping(rows));
      for (int i = 0; i < batch.size(); i++) {
        boolean[][] row = {rows[i]};
        NDArray alone = backbone.denoiser().predict(batch.only(i).keeping(row));
        NDArray part = together.get(i + ":" + (i + 1));
        TensorAssertions.assertClose(alone, part, tolerance(), "sample " + i);
      }
    }
  }

  /** A model that takes a clean first frame takes a timestep for every latent frame. */
  @Test
  default void framesMayHaveTheirOwnTimesteps() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      assumeTrue(backbone.spec().references().contains(ReferenceMode.FIRST_FRAME));
      Batch batch = Batch.of(scope, backbone, this);
      Denoiser denoiser = backbone.denoiser();
      NDArray perSample = denoiser.predict(batch.withoutReference());
      NDArray perFrame = denoiser.predict(batch.perFrame(false));
      TensorAssertions.assertClose(perSample, perFrame, tolerance(), "equal timesteps");
      NDArray clean = denoiser.predict(batch.perFrame(true));
      assertTrue(TensorAssertions.error(perSample, clean, "a clean frame") > tolerance());
    }
  }

  private static boolean takesTokens(Backbone backbone) {
    return backbone.spec().references().contains(ReferenceMode.TOKENS);
  }

  private static boolean[][] alternating(Batch batch, Backbone backbone) {
    boolean[][] rows = new boolean[batch.size()][batch.referenceTokens(backbone)];
    for (boolean[] row : rows) {
      for (int token = 0; token < row.length; token += 2) {
        row[token] = true;
      }
    }
    return rows;
  }

  /** Reference latents with large numbers under all tokens that are not kept. */
  private static NDArray changedWhereUnkept(NDArray reference, boolean[][] rows) {
    NDArray changed = reference.duplicate();
    int width = Math.toIntExact(reference.getShape().get(4));
    int cells = Math.toIntExact(reference.getShape().get(3)) * width;
    int patch = (int) Math.round(Math.sqrt(cells / (double) rows[0].length));
    for (int b = 0; b < rows.length; b++) {
      for (int token = 0; token < rows[b].length; token++) {
        if (!rows[b][token]) {
          int top = token / (width / patch) * patch;
          int left = token % (width / patch) * patch;
          String cell =
              String.format(
                  Locale.ROOT, "%d, :, :, %d:%d, %d:%d", b, top, top + patch, left, left + patch);
          changed.set(new NDIndex(cell), 100f);
        }
      }
    }
    return changed;
  }
}
