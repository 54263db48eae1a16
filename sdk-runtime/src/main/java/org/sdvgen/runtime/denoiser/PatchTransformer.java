package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * A transformer over patches of latents with rotary positions. Its main chain gets the streams
 * text, references and latents, and as shared tensors those of {@link SequencePositions} and the
 * outputs of the time chain.
 */
public abstract class PatchTransformer implements DenoiserNetwork {
  private final TorchProgram program;
  private final LatentPatches patches;
  private final SequencePositions positions;
  private final List<String> embeddings;

  /**
   * A network, whose program is compiled when it is first called.
   *
   * @param script its program
   * @param patches how latents are cut into tokens
   * @param rotary its rotary tables; closed with the network
   * @param embeddings names by which blocks of the main chain know the outputs of the time chain
   */
  protected PatchTransformer(
      Script script, LatentPatches patches, RotaryTables rotary, List<String> embeddings) {
    this.patches = patches;
    this.embeddings = List.copyOf(embeddings);
    positions = new SequencePositions(rotary);
    program = TorchProgram.onFirstUse(script);
  }

  /**
   * Checks the shape of timesteps.
   *
   * @param timesteps their shape
   * @param video the video's tokens
   * @throws IllegalArgumentException if the network does not take them
   */
  protected abstract void checkTimesteps(Shape timesteps, TokenGrid video);

  /**
   * The timesteps that the time chain embeds.
   *
   * @param scope owns new arrays
   * @param input the batch
   * @param group the samples that run
   * @return the first stream of the time chain; the group's timesteps unless the network needs more
   */
  protected NDArray timesteps(NDManager scope, DenoiserInput input, SampleGroup group) {
    return group.select(scope, input.timesteps());
  }

  /**
   * Places references and video in the space-time grid.
   *
   * @param input the batch
   * @param video the video's tokens
   * @return the layout
   */
  protected abstract TokenLayout layout(DenoiserInput input, TokenGrid video);

  /**
   * Adds further tensors that all blocks of the main chain see; none unless the network needs them.
   *
   * @param scope owns them
   * @param input the batch
   * @param group the samples that run
   * @param shared takes the tensors by name
   */
  protected void share(
      NDManager scope, DenoiserInput input, SampleGroup group, Map<String, NDArray> shared) {}

  /**
   * The tokens of a batch's videos.
   *
   * @param input the batch
   * @return their grid, from frame 0
   */
  protected final TokenGrid video(DenoiserInput input) {
    return patches.grid(input.latents().getShape());
  }

  @Override
  public final TorchProgram program() {
    return program;
  }

  @Override
  public final void check(DenoiserInput input) {
    patches.check(input.latents().getShape());
    checkTimesteps(input.timesteps().getShape(), video(input));
  }

  @Override
  public final int tokens(long height, long width) {
    return patches.tokens(height, width);
  }

  @Override
  public final BlockInputs timeInputs(NDManager scope, DenoiserInput input, SampleGroup group) {
    // The chain takes shared tensors always; this one is not read.
    return BlockInputs.constant(
        List.of(timesteps(scope, input, group)), Map.of("none", scope.create(0f)));
  }

  @Override
  public final BlockInputs mainInputs(
      NDManager scope,
      DenoiserInput input,
      SampleGroup group,
      List<NDArray> time,
      boolean trainsTime) {
    List<NDArray> streams = group.streams(scope, T5TextEncoder.EMBEDDINGS, input);
    Map<String, NDArray> shared = positions.shared(scope, layout(input, video(input)), group);
    share(scope, input, group, shared);
    for (int i = 0; i < embeddings.size(); i++) {
      shared.put(embeddings.get(i), time.get(i));
    }
    Set<String> gradients = trainsTime ? new LinkedHashSet<>(embeddings) : Set.of();
    return new BlockInputs(streams, shared, false, gradients);
  }

  @Override
  public final void close() {
    positions.close();
    program.close();
  }
}
