package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.runtime.torch.BlockGradients;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.BlockTrace;
import org.sdvgen.runtime.torch.TraceOptions;

/** One forward pass in training mode, group by group, and its backward. */
final class DenoiserTrace implements Trace {
  private final DenoiserNetwork network;
  private final Chains chains;
  private final NDManager scope;
  private final List<GroupTrace> traces = new ArrayList<>();
  private final NDArray prediction;

  /** The two chains' traces of one group. */
  private record GroupTrace(SampleGroup group, BlockTrace time, BlockTrace main) {}

  DenoiserTrace(
      DenoiserNetwork network,
      Chains chains,
      DenoiserInput input,
      List<SampleGroup> groups,
      Recomputation recomputation,
      long dropoutSeed) {
    this.network = network;
    this.chains = chains;
    scope = input.latents().getManager().newSubManager();
    try {
      SplittableRandom seeds = new SplittableRandom(dropoutSeed);
      boolean backwardNext = groups.size() == 1;
      for (SampleGroup group : groups) {
        GroupTrace trace =
            trace(
                input,
                group,
                () -> new TraceOptions(recomputation.wanted(), backwardNext, seeds.nextLong()));
        recomputation.check(trace.main());
        traces.add(trace);
      }
      List<NDArray> parts = traces.stream().map(part -> part.main().outputs().get(0)).toList();
      prediction = SampleGroup.join(scope, parts, groups);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private GroupTrace trace(DenoiserInput input, SampleGroup group, Supplier<TraceOptions> options) {
    BlockTrace time =
        chains.timeChain().trace(scope, network.timeInputs(scope, input, group), options.get());
    BlockInputs inputs =
        network.mainInputs(scope, input, group, time.outputs(), chains.trainsTime());
    BlockTrace main = chains.mainChain().trace(scope, inputs, options.get());
    return new GroupTrace(group, time, main);
  }

  @Override
  public NDArray prediction() {
    return prediction;
  }

  @Override
  public void backward(NDArray upstream, GradientBuffer gradients) {
    for (GroupTrace part : traces) {
      try (NDManager scratch = scope.newSubManager()) {
        NDArray own = part.group().select(scratch, upstream);
        BlockGradients found = part.main().backward(scratch, List.of(own), gradients::add);
        if (chains.trainsTime()) {
          Map<String, NDArray> shared = found.shared();
          part.time().backward(scratch, List.copyOf(shared.values()), gradients::add);
        }
      }
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
