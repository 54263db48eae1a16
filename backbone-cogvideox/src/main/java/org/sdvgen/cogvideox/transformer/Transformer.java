package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.text.CogVideoXTextEncoder;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/** The network's program, and how a group of samples becomes its inputs. */
final class Transformer implements AutoCloseable {
  private final TransformerConfig config;
  private final TransformerSettings settings;
  private final TorchProgram program =
      TorchProgram.compile(Script.resource(Transformer.class, "transformer"));
  private final SequencePositions positions;

  Transformer(TransformerConfig config, TransformerSettings settings) {
    this.config = config;
    this.settings = settings;
    positions = new SequencePositions(config, settings, program);
  }

  /** Wires the network to weights; the configuration's numbers live in the manager. */
  Chains wire(NDManager manager, TransformerWeights weights, boolean training) {
    return Chains.wire(manager, program, config, settings, weights, training);
  }

  /** Returns the tokens of one latent frame. */
  int tokens(long height, long width) {
    return Math.toIntExact((height / config.patchSize()) * (width / config.patchSize()));
  }

  /** Returns the samples of an array that a group holds; the array itself where it holds all. */
  NDArray select(NDManager scope, NDArray array, SampleGroup group) {
    if (group.samples().size() == array.getShape().get(0)) {
      return array;
    }
    NDArray index = index(scope, group.samples());
    return program.callOne(scope, "select", Arguments.of(array).tensor(index));
  }

  /** Puts the groups' parts back into the batch's order. */
  NDArray join(NDManager scope, List<NDArray> parts, List<SampleGroup> groups) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Integer> order = groups.stream().flatMap(group -> group.samples().stream()).toList();
    List<Integer> inverse = new ArrayList<>();
    for (int sample = 0; sample < order.size(); sample++) {
      inverse.add(order.indexOf(sample));
    }
    return program.callOne(
        scope, "join", Arguments.none().list(parts).tensor(index(scope, inverse)));
  }

  private static NDArray index(NDManager scope, List<Integer> samples) {
    return scope.create(samples.stream().mapToLong(Integer::longValue).toArray());
  }

  /** What goes into the time chain. */
  BlockInputs timeInputs(NDManager scope, DenoiserInput input, SampleGroup group) {
    NDArray timesteps = select(scope, input.timesteps(), group);
    // The chain takes shared tensors always; this one is not read.
    return BlockInputs.constant(List.of(timesteps), Map.of("none", scope.create(0f)));
  }

  /** What goes into the main chain. */
  BlockInputs mainInputs(
      NDManager scope, DenoiserInput input, SampleGroup group, NDArray temb, boolean trainsTime) {
    List<NDArray> streams = new ArrayList<>();
    streams.add(select(scope, text(input), group));
    if (group.keptTokens() > 0) {
      for (Reference reference : input.references()) {
        streams.add(select(scope, reference.latents(), group));
      }
    }
    streams.add(select(scope, input.latents(), group));
    Map<String, NDArray> shared = shared(scope, input, group);
    shared.put("temb", temb);
    return new BlockInputs(streams, shared, false, trainsTime ? Set.of("temb") : Set.of());
  }

  private static NDArray text(DenoiserInput input) {
    NDArray embeddings = input.text().arrays().get(CogVideoXTextEncoder.EMBEDDINGS);
    if (embeddings == null) {
      throw new IllegalArgumentException(
          "the text bundle is of another backbone: " + input.text().arrays().keySet());
    }
    return embeddings;
  }

  private Map<String, NDArray> shared(NDManager scope, DenoiserInput input, SampleGroup group) {
    NDArray kept = kept(scope, group);
    Map<String, NDArray> shared = new LinkedHashMap<>();
    RotaryTable table = positions.table(scope, input, kept);
    shared.put("cos", table.cos());
    shared.put("sin", table.sin());
    shared.put("kept", kept);
    Shape latents = input.latents().getShape();
    long rows = latents.get(3) / config.patchSize();
    long columns = latents.get(4) / config.patchSize();
    NDManager host = scope.newSubManager(Devices.cpu());
    shared.put("grid", host.create(new long[] {latents.get(2), rows, columns}));
    return shared;
  }

  /** The kept reference tokens of every sample, (B, N) int64. */
  private static NDArray kept(NDManager scope, SampleGroup group) {
    Shape shape = new Shape(group.samples().size(), group.keptTokens());
    return group.keptTokens() == 0
        ? scope.create(shape, DataType.INT64)
        : scope.create(group.flatKept(), shape);
  }

  @Override
  public void close() {
    positions.close();
    program.close();
  }
}
