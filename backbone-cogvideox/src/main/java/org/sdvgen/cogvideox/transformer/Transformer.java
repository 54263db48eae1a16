package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
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
  private final RotaryPositions positions;

  Transformer(TransformerConfig config, TransformerSettings settings) {
    this.config = config;
    this.settings = settings;
    positions = new RotaryPositions(config, settings.rotary());
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
    Shape latents = input.latents().getShape();
    int frames = Math.toIntExact(latents.get(2));
    int rows = Math.toIntExact(latents.get(3)) / config.patchSize();
    int columns = Math.toIntExact(latents.get(4)) / config.patchSize();
    Shape keptShape = new Shape(group.samples().size(), group.keptTokens());
    NDArray kept =
        group.keptTokens() == 0
            ? scope.create(keptShape, DataType.INT64)
            : scope.create(group.flatKept(), keptShape);
    int start = videoStart(input);
    RotaryTable video =
        positions.table(scope, RotaryPositions.Grid.of(start, frames, rows, columns));
    RotaryTable reference = referenceTable(scope, input, rows, columns);
    Map<String, NDArray> shared = new LinkedHashMap<>();
    shared.put("cos", sequenceTable(scope, reference.cos(), video.cos(), kept));
    shared.put("sin", sequenceTable(scope, reference.sin(), video.sin(), kept));
    shared.put("kept", kept);
    NDManager host = scope.newSubManager(Devices.cpu());
    shared.put("grid", host.create(new long[] {frames, rows, columns}));
    return shared;
  }

  private NDArray sequenceTable(NDManager scope, NDArray reference, NDArray video, NDArray kept) {
    Arguments arguments = Arguments.of(reference).tensor(video).tensor(kept);
    return program.callOne(scope, "sequence_table", arguments);
  }

  /** The rows of all references behind each other; a single unused row if there are none. */
  private RotaryTable referenceTable(NDManager scope, DenoiserInput input, int rows, int columns) {
    List<RotaryTable> tables = new ArrayList<>();
    for (Reference reference : input.references()) {
      GridPosition at = reference.position().orElse(GridPosition.CONTINUOUS);
      RotaryPositions.Grid grid =
          new RotaryPositions.Grid(at.frame(), 1, rows, columns, at.row(), at.column());
      tables.add(positions.table(scope, grid));
    }
    if (tables.isEmpty()) {
      return positions.table(scope, RotaryPositions.Grid.of(0, 1, 1, 1));
    }
    NDList cos = new NDList(tables.stream().map(RotaryTable::cos).toList());
    NDList sin = new NDList(tables.stream().map(RotaryTable::sin).toList());
    return tables.size() == 1
        ? tables.get(0)
        : new RotaryTable(NDArrays.concat(cos), NDArrays.concat(sin));
  }

  /** All references must agree where the video begins. */
  private int videoStart(DenoiserInput input) {
    if (input.references().isEmpty()) {
      return settings.videoStart() == VideoStart.ZERO ? 0 : GridPosition.CONTINUOUS.videoFrame();
    }
    List<Integer> starts =
        input.references().stream()
            .map(reference -> reference.position().orElse(GridPosition.CONTINUOUS).videoFrame())
            .distinct()
            .toList();
    if (starts.size() > 1) {
      throw new IllegalArgumentException("references put the video's start at frames " + starts);
    }
    return starts.get(0);
  }

  @Override
  public void close() {
    positions.close();
    program.close();
  }
}
