package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;

/** A model that notes what an objective asks of it. */
final class WatchedModel extends ForwardingTrainingModel {
  /** Keep masks by call and sample; a call without a reference gives an empty row per sample. */
  final List<List<boolean[]>> keeps = new ArrayList<>();

  /** The clip's rate by call; empty for pictures. */
  final List<OptionalDouble> rates = new ArrayList<>();

  /** Prompts by call. */
  final List<List<String>> prompts = new ArrayList<>();

  /** First value of every single picture that was encoded by itself. */
  final List<Float> pictures = new ArrayList<>();

  /** Seeds of the dropout masks by call. */
  final List<Long> dropoutSeeds = new ArrayList<>();

  WatchedModel(TrainingModel model) {
    super(model);
  }

  /** The number of tokens that each sample of a call kept. */
  List<Integer> kept(int call) {
    return keeps.get(call).stream().map(WatchedModel::count).toList();
  }

  static int count(boolean[] row) {
    int count = 0;
    for (boolean keep : row) {
      count += keep ? 1 : 0;
    }
    return count;
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    for (long b = 0; b < pixels.getShape().get(0); b++) {
      pictures.add(pixels.getFloat(b, 0, 0, 0, 0));
    }
    return super.encode(pixels);
  }

  @Override
  public TextBundle encodeText(NDManager manager, List<String> texts) {
    prompts.add(texts);
    return super.encodeText(manager, texts);
  }

  @Override
  public Denoiser denoiser() {
    return new WatchedDenoiser(super.denoiser());
  }

  private final class WatchedDenoiser implements Denoiser {
    private final Denoiser denoiser;

    WatchedDenoiser(Denoiser denoiser) {
      this.denoiser = denoiser;
    }

    @Override
    public NDArray predict(DenoiserInput input) {
      return denoiser.predict(input);
    }

    @Override
    public Trace trace(DenoiserInput input, long dropoutSeed) {
      dropoutSeeds.add(dropoutSeed);
      keeps.add(rows(input));
      rates.add(input.framesPerSecond());
      return denoiser.trace(input, dropoutSeed);
    }

    @Override
    public int referenceTokens(int height, int width) {
      return denoiser.referenceTokens(height, width);
    }

    private List<boolean[]> rows(DenoiserInput input) {
      int batch = Math.toIntExact(input.latents().getShape().get(0));
      if (input.references().isEmpty()) {
        return Collections.nCopies(batch, new boolean[0]);
      }
      Reference reference = input.references().get(0);
      int height = Math.toIntExact(reference.latents().getShape().get(3));
      int width = Math.toIntExact(reference.latents().getShape().get(4));
      boolean[][] rows = new boolean[batch][referenceTokens(height, width)];
      NDArray keep = reference.keep();
      byte[] bytes = keep == null ? new byte[0] : keep.toByteArray();
      for (int b = 0; b < batch; b++) {
        for (int token = 0; token < rows[b].length; token++) {
          rows[b][token] = keep == null || bytes[b * rows[b].length + token] == 1;
        }
      }
      return List.of(rows);
    }
  }
}
