package org.sdvgen.runtime.denoiser;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MemoryOutline.Held;
import org.sdvgen.api.backbone.MemoryOutline.Step;
import org.sdvgen.api.backbone.MemoryOutline.Work;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.lora.LoraModule;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;

/** The memory and the work of a network, from its tensors' shapes and its wiring. */
public final class NetworkMemory {
  /** Of the layers that go over tokens, by the groups of which they are. */
  private static final Set<ParameterGroup> TOKEN_LAYERS =
      EnumSet.of(ParameterGroup.ATTENTION, ParameterGroup.MLP);

  /** Bytes of an element while 4-bit codes become a weight: pairs, indices, values, products. */
  private static final long NORMAL_FLOAT_WORK = 14;

  /** Bytes of an element while 8-bit codes become a weight, beside the weight. */
  private static final long BYTE_CODE_WORK = 2;

  /** An attention's backward pass over its forward pass: five products for two. */
  private static final double ATTENTION_BACKWARD = 2.5;

  private final NetworkDefinition definition;
  private final DenoiserNetwork network;
  private final BaseStorage storage;
  private final List<WiringOutline.Part> parts;
  private final Map<String, Shape> shapes;
  private final Set<String> quantizable;
  private final Map<String, Precision> precisions;
  private final Map<Selection, Set<String>> trained;

  /**
   * The memory of a network.
   *
   * @param definition the network
   * @param storage how its frozen weights are kept
   */
  public NetworkMemory(NetworkDefinition definition, BaseStorage storage) {
    this.definition = definition;
    this.storage = storage;
    network = definition.network().get();
    shapes = definition.table().required();
    parts = WiringOutline.of(network, shapes.keySet());
    PretrainedWeights.Rules rules =
        PretrainedWeights.Rules.of(network, definition.table(), storage.precision());
    quantizable = shapes.keySet().stream().filter(rules.quantizes()).collect(toUnmodifiableSet());
    precisions =
        shapes.keySet().stream()
            .collect(toUnmodifiableMap(name -> name, name -> rules.precisions().apply(name)));
    trained = new HashMap<>();
  }

  private NetworkMemory(NetworkMemory other, BaseStorage storage) {
    this.storage = storage;
    definition = other.definition;
    network = other.network;
    shapes = other.shapes;
    parts = other.parts;
    quantizable = other.quantizable;
    precisions = other.precisions;
    trained = other.trained;
  }

  /**
   * The same network with its weights kept in another way, in the same precision.
   *
   * @param other how its frozen weights are kept
   * @return its memory
   */
  public NetworkMemory with(BaseStorage other) {
    return new NetworkMemory(this, other);
  }

  private Set<String> trained(Selection selection) {
    return trained.computeIfAbsent(
        selection, wanted -> Set.copyOf(definition.trainable(wanted).keySet()));
  }

  /**
   * Tokens and text of a pass.
   *
   * @param samples samples that go through together
   * @param frames latent frames, those of references included
   * @param height latent rows
   * @param width latent columns
   * @param text text tokens
   */
  public record Batch(int samples, long frames, long height, long width, int text) {}

  /** Returns the number of blocks that have weights. */
  public int blocks() {
    return (int) parts.stream().filter(part -> !part.tensors().isEmpty()).count();
  }

  /** Returns how the frozen weights are held. */
  public Held held() {
    List<Long> blocks = new ArrayList<>();
    for (WiringOutline.Part part : parts) {
      if (!part.tensors().isEmpty()) {
        blocks.add(part.tensors().stream().mapToLong(this::bytes).sum());
      }
    }
    long all = blocks.stream().mapToLong(Long::longValue).sum();
    long stored = shapes.keySet().stream().mapToLong(this::plainBytes).sum();
    long loading = storage.quantized().isPresent() ? largestQuantized() : 0;
    if (storage.residentBlocks().isEmpty()) {
      return new Held(stored, all, 0, 0, loading);
    }
    int resident = Math.min(storage.residentBlocks().get(), blocks.size());
    long kept = blocks.subList(0, resident).stream().mapToLong(Long::longValue).sum();
    long read =
        parts.stream()
            .filter(part -> !part.tensors().isEmpty())
            .skip(resident)
            .flatMap(part -> part.tensors().stream())
            .mapToLong(this::plainBytes)
            .sum();
    return new Held(stored, kept, passing(blocks.subList(resident, blocks.size())), read, loading);
  }

  /** The largest pair of neighbours: the block that computes and the one that is read ahead. */
  private static long passing(List<Long> blocks) {
    long largest = 0;
    for (int i = 0; i < blocks.size(); i++) {
      largest = Math.max(largest, blocks.get(i) + (i + 1 < blocks.size() ? blocks.get(i + 1) : 0));
    }
    return largest;
  }

  private Shape shape(String name) {
    return Objects.requireNonNull(shapes.get(name));
  }

  private long plainBytes(String name) {
    return shape(name).size() * Objects.requireNonNull(precisions.get(name)).bytes();
  }

  private long bytes(String name) {
    return storage
        .quantized()
        .filter(any -> quantizable.contains(name))
        .map(format -> format.bytes(shape(name), storage.precision()))
        .orElseGet(() -> plainBytes(name));
  }

  private long largestQuantized() {
    return quantizable.stream().mapToLong(this::plainBytes).max().orElse(0);
  }

  /**
   * One prediction without gradients.
   *
   * @param batch tokens and text
   * @param selection the weights that act beside the frozen ones
   * @return activations and operations; empty if the network declares no costs
   */
  public Optional<Work> predict(Batch batch, Selection selection) {
    return network
        .costs()
        .map(
            costs -> {
              Block block = new Block(costs, batch, selection);
              long bytes = block.inference() + 2 * block.stream() + block.dequantizing(false);
              return new Work(bytes, block.forward() * block.count());
            });
  }

  /**
   * Forward and backward of one batch.
   *
   * @param batch tokens and text
   * @param selection the weights that are trained
   * @param kept what backward finds in memory
   * @return activations and operations; empty if the network declares no costs
   */
  public Optional<Step> train(Batch batch, Selection selection, GradientCheckpointing kept) {
    return network
        .costs()
        .map(
            costs -> {
              Block block = new Block(costs, batch, selection);
              long recorded = block.saved() + block.dequantizing(true);
              long streams = block.count() * block.stream();
              long one = block.beside() + block.stream() + block.gradients();
              double once = block.forward() + block.backward();
              return switch (kept) {
                case NONE ->
                    new Step(streams + block.count() * recorded, one, once * block.count(), 2);
                case FULL ->
                    new Step(streams, recorded + one, (once + block.forward()) * block.count(), 2);
                case SELECTIVE ->
                    new Step(
                        streams + block.count() * block.attended(),
                        recorded + one,
                        (once + block.forward() - block.ownAttention()) * block.count(),
                        2);
              };
            });
  }

  /** The block that the network repeats, going over the tokens of a batch. */
  private final class Block {
    private final BlockCosts costs;
    private final BlockCosts.Activations activations;
    private final Batch batch;
    private final Selection selection;
    private final Precision precision = storage.precision();
    private final List<String> tensors;
    private final long count;
    private final long tokens;
    private final long textTokens;
    private final List<LoraModule> adapted;

    Block(BlockCosts costs, Batch batch, Selection selection) {
      this.costs = costs;
      this.batch = batch;
      this.selection = selection;
      activations = Objects.requireNonNull(costs.activations().get(precision));
      List<WiringOutline.Part> own =
          parts.stream().filter(part -> part.method().equals(costs.method())).toList();
      count = own.size();
      tensors = own.isEmpty() ? List.of() : own.get(0).tensors();
      textTokens = (long) batch.samples() * batch.text();
      long video = batch.samples() * batch.frames() * network.tokens(batch.height(), batch.width());
      tokens = costs.textInSequence() ? video + textTokens : video;
      adapted = adapted();
    }

    /** The block's modules that an adapter acts on. */
    private List<LoraModule> adapted() {
      Set<String> own = trained(selection);
      return tensors.stream()
          .filter(name -> name.endsWith(".weight"))
          .map(name -> new LoraModule(name.substring(0, name.lastIndexOf('.')), shape(name)))
          .filter(module -> own.contains(module.nameA()))
          .toList();
    }

    long count() {
      return count;
    }

    long stream() {
      return tokens * costs.width() * precision.bytes();
    }

    /** Results of attention and the logarithms of their sums. */
    long attended() {
      return stream() + tokens * costs.heads() * Float.BYTES;
    }

    long inference() {
      return costs.bytes(activations.inference(), tokens, precision);
    }

    /** Bytes that the recorded block keeps for its gradients. */
    long saved() {
      long own = costs.bytes(activations.saved(), tokens, precision);
      Optional<LoraSettings> lora = lora();
      if (lora.isEmpty() || lora.get().dropout() == 0) {
        own += costs.bytes(activations.inputs(), tokens, precision);
      }
      if (lora.isEmpty()) {
        return own + tensors.stream().mapToLong(this::cast).sum();
      }
      int rank = lora.get().rank();
      // A dropped input and its mask are kept, the rank's activations, and A and B in the
      // activations' precision.
      long dropped = lora.get().dropout() > 0 ? 2 : 0;
      for (LoraModule module : adapted) {
        long in = module.fanIn();
        long out = module.weight().get(0);
        own += tokens(module) * (dropped * in + rank) * precision.bytes();
        own += rank * (in + out) * precision.bytes();
      }
      return own;
    }

    /** A trained weight in the activations' precision. */
    private long cast(String name) {
      return precision == Precision.FP32 ? 0 : shape(name).size() * precision.bytes();
    }

    long beside() {
      boolean drops = lora().filter(lora -> lora.dropout() > 0).isPresent();
      long recording = costs.bytes(activations.recording(), tokens, precision);
      return drops
          ? recording
          : Math.max(recording, costs.bytes(activations.gradients(), tokens, precision));
    }

    /** Gradients of what the block trains, fp32. */
    long gradients() {
      Optional<LoraSettings> lora = lora();
      if (lora.isEmpty()) {
        return tensors.stream()
            .filter(trained(selection)::contains)
            .mapToLong(name -> shape(name).size() * Float.BYTES)
            .sum();
      }
      int rank = lora.get().rank();
      return adapted.stream()
          .mapToLong(
              module -> (module.fanIn() + module.weight().get(0)) * rank * (long) Float.BYTES)
          .sum();
    }

    /** Bytes of the quantised weights as they are put together again. */
    long dequantizing(boolean kept) {
      if (storage.quantized().isEmpty()) {
        return 0;
      }
      long whole = 0;
      long largest = 0;
      for (String name : tensors) {
        if (quantizable.contains(name)) {
          whole += shape(name).size() * precision.bytes();
          largest = Math.max(largest, shape(name).size());
        }
      }
      boolean fourBits = bitsOf(largest);
      long work = largest * (fourBits ? NORMAL_FLOAT_WORK : BYTE_CODE_WORK);
      return (kept ? whole : largest * precision.bytes()) + work;
    }

    /** Whether a weight has fewer bytes than elements. */
    private boolean bitsOf(long elements) {
      return storage.quantized().isPresent()
          && storage.quantized().get().bytes(new Shape(1, elements), precision) < elements;
    }

    private Optional<LoraSettings> lora() {
      return selection instanceof Selection.Adapter adapter
          ? Optional.of(adapter.config())
          : Optional.empty();
    }

    /** Tokens that a layer goes over; the modulation's go over one for each sample. */
    private long tokens(LoraModule module) {
      String weight = module.path() + ".weight";
      if (!TOKEN_LAYERS.contains(network.group(weight))) {
        return batch.samples();
      }
      return costs.textLayers().stream().anyMatch(module::isTakenBy) ? textTokens : tokens;
    }

    /** Operations of the layers' products, forward. */
    private double products() {
      double operations = 0;
      for (String name : tensors) {
        if (name.endsWith(".weight") && shape(name).dimension() > 1) {
          LoraModule module = new LoraModule(name.substring(0, name.lastIndexOf('.')), shape(name));
          operations += 2.0 * shape(name).size() * tokens(module);
        }
      }
      return operations;
    }

    private double adapterProducts() {
      int rank = lora().map(LoraSettings::rank).orElse(0);
      return adapted.stream()
          .mapToDouble(
              module -> 2.0 * rank * (module.fanIn() + module.weight().get(0)) * tokens(module))
          .sum();
    }

    /** Operations of the attentions, forward: two products of every sample's tokens. */
    private double attention() {
      double text = costs.textInSequence() ? 0 : batch.text();
      return ownAttention() + 4.0 * tokens * text * costs.width();
    }

    /** Those of the attention to the sequence. */
    double ownAttention() {
      return 4.0 * tokens * tokens / batch.samples() * costs.width();
    }

    double forward() {
      return products() + adapterProducts() + attention();
    }

    double backward() {
      double trained = lora().isPresent() ? 2 * adapterProducts() : products();
      return products() + trained + ATTENTION_BACKWARD * attention();
    }
  }
}
