package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.RandomWeights;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.BlockChain;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.BlockTrace;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.FusedAdamW;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Gradients;
import org.sdvgen.runtime.torch.Muon;
import org.sdvgen.runtime.torch.Optimizer;
import org.sdvgen.runtime.torch.OptimizerGroup;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.torch.TraceOptions;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/**
 * An autoencoder's weights in training: Muon on its kernels, each as a matrix with a row per output
 * channel, AdamW on biases and norms. Everything is fp32.
 */
final class AutoencoderTraining implements AutoCloseable {
  private static final Muon.Settings MUON = new Muon.Settings(0.95, 0);
  private static final FusedAdamW.Settings ADAMW = new FusedAdamW.Settings(0.9, 0.99, 1e-8, 0);

  private static final List<String> FIGURES = List.of("loss", "l1", "l2", "kl");
  private static final String WEIGHT = "weight/";
  private static final String OPTIMIZER = "optimizer/";
  private static final String STEP = "step";
  private static final String RECIPE = "recipe";

  private final NDManager manager;
  private final AutoencoderFitSettings settings;
  private final TorchProgram program;
  private final Map<String, NDArray> weights;
  private final Map<String, NDArray> trained;
  private final BlockChain chain;
  private final Optimizer optimizer;

  /**
   * A training that has made no step.
   *
   * @param manager owns the weights, and outlives this; its device computes
   * @param autoencoder the autoencoder to train
   * @param settings how
   * @throws InputException if the weights to begin with do not fit
   */
  AutoencoderTraining(NDManager manager, Autoencoder autoencoder, AutoencoderFitSettings settings) {
    this.manager = manager;
    this.settings = settings;
    VaeNetwork network = autoencoder.network();
    weights =
        settings.weights().map(folder -> read(network, folder)).orElseGet(() -> drawn(autoencoder));
    program = network.compile();
    Map<String, NDArray> dictionary = network.dictionary(manager, weights, Precision.FP32);
    trained = trained(autoencoder);
    Block block = new Block(program, "fit", "", dictionary, trained.keySet());
    chain = new BlockChain(List.of(block), Map.of());
    optimizer = optimizer();
  }

  private Map<String, NDArray> trained(Autoencoder autoencoder) {
    Map<String, NDArray> trained = new LinkedHashMap<>(weights);
    if (settings.part() == AutoencoderPart.DECODER) {
      trained.keySet().removeIf(name -> !autoencoder.decodes(name));
    }
    return trained;
  }

  private Map<String, NDArray> read(VaeNetwork network, Path folder) {
    try (WeightSource source = WeightFiles.open(folder)) {
      return Weights.load(manager, source, network.table(), Precision.FP32);
    }
  }

  private Map<String, NDArray> drawn(Autoencoder autoencoder) {
    RandomWeights random = new RandomWeights(settings.seed());
    Map<String, NDArray> drawn = new LinkedHashMap<>();
    autoencoder
        .network()
        .table()
        .required()
        .forEach(
            (name, shape) ->
                drawn.put(
                    name,
                    autoencoder.startsAtOne(name)
                        ? manager.ones(shape)
                        : random.draw(manager, name, shape)));
    return drawn;
  }

  private Optimizer optimizer() {
    Map<String, NDArray> kernels = new LinkedHashMap<>();
    Map<String, NDArray> others = new LinkedHashMap<>();
    trained.forEach(
        (name, weight) -> (isKernel(weight) ? kernels : others).put(name, flat(weight)));
    List<OptimizerGroup.Member> members = new ArrayList<>();
    members.add(
        new OptimizerGroup.Member(
            new Muon(manager, MUON, kernels), List.copyOf(kernels.keySet()), 1));
    members.add(
        new OptimizerGroup.Member(
            new FusedAdamW(manager, ADAMW, others), List.copyOf(others.keySet()), 1));
    return new OptimizerGroup(members);
  }

  /** Biases and the factors of norms have one value per channel. */
  private static boolean isKernel(NDArray weight) {
    return weight.getShape().size() != weight.getShape().get(0);
  }

  /** The same memory as a matrix with a row per output channel, or as a vector. */
  private static NDArray flat(NDArray array) {
    Shape shape = array.getShape();
    return isKernel(array)
        ? array.reshape(shape.get(0), shape.size() / shape.get(0))
        : array.reshape(shape.size());
  }

  /**
   * Makes one step.
   *
   * @param step its number, from 0
   * @param pixels (B, C, F, H, W), fp32 in [-1, 1]
   * @param noise standard normal, (B, c, f, h, w), fp32
   * @return figures of the step before the weights were changed: {@code loss}, mean absolute and
   *     mean squared error ({@code l1}, {@code l2}), {@code kl}, {@code grad_norm}, {@code lr}
   * @throws InputException if loss or gradient are not finite; the weights are then unchanged
   */
  Map<String, Double> step(long step, NDArray pixels, NDArray noise) {
    try (NDManager scope = manager.newSubManager();
        NDManager host = scope.newSubManager(Devices.cpu());
        BlockTrace trace =
            chain.trace(
                scope,
                BlockInputs.constant(
                    List.of(pixels),
                    Map.of("noise", noise, "kl_weight", host.create(settings.klWeight()))),
                new TraceOptions(GradientCheckpointing.NONE, 0))) {
      float[] losses = trace.outputs().get(0).toFloatArray(); // before backward frees it
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      trace.backward(
          scope,
          List.of(scope.create(new float[] {1, 0, 0, 0})),
          (name, gradient) -> gradients.put(name, flat(gradient.duplicate())));
      float norm = Gradients.clip(List.copyOf(gradients.values()), settings.maxGradNorm());
      Map<String, Double> figures = new LinkedHashMap<>();
      for (int i = 0; i < FIGURES.size(); i++) {
        figures.put(FIGURES.get(i), (double) losses[i]);
      }
      if (!Float.isFinite(norm) || !Float.isFinite(losses[0])) {
        throw new InputException(
            "step "
                + (step + 1)
                + ": loss or gradient are not finite; set a lower fit.codec.learning_rate");
      }
      double rate = settings.rate(step);
      optimizer.step(gradients, rate);
      figures.put("grad_norm", (double) norm);
      figures.put("lr", rate);
      return figures;
    }
  }

  /**
   * Saves everything that later steps depend on.
   *
   * @param file the file to create or replace
   * @param steps steps that were made
   * @param recipe distinguishes fits that must not resume from one another
   */
  void save(Path file, long steps, String recipe) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    weights.forEach((name, weight) -> arrays.put(WEIGHT + name, weight));
    optimizer.state().forEach((name, array) -> arrays.put(OPTIMIZER + name, array));
    SafetensorsWriter.write(file, arrays, Map.of(STEP, Long.toString(steps), RECIPE, recipe));
  }

  /**
   * Goes on from a saved state.
   *
   * @param file a file that {@link #save} wrote
   * @param recipe that of this fit
   * @return steps that were made
   * @throws InputException if it is of another fit
   */
  long resume(Path file, String recipe) {
    try (SafetensorsFile saved = SafetensorsFile.open(file);
        NDManager scope = manager.newSubManager()) {
      String found = saved.metadata().getOrDefault(RECIPE, "nothing");
      if (!found.equals(recipe)) {
        throw new InputException(
            ("%s is the state of a fit with other settings, networks or clips; give them again"
                    + " (%s), or remove the file to start again with these (%s)")
                .formatted(file, found, recipe));
      }
      weights.forEach((name, weight) -> Tensors.copy(weight, read(scope, saved, WEIGHT + name)));
      Map<String, NDArray> state = new LinkedHashMap<>();
      for (String name : optimizer.state().keySet()) {
        state.put(name, read(scope, saved, OPTIMIZER + name));
      }
      optimizer.restore(state);
      return Long.parseLong(Objects.requireNonNull(saved.metadata().get(STEP)));
    }
  }

  private static NDArray read(NDManager scope, SafetensorsFile saved, String name) {
    return saved.read(scope, name, Precision.FP32);
  }

  /**
   * Writes the weights as a checkpoint has them.
   *
   * @param file the file to create or replace
   * @param precision their precision
   */
  void write(Path file, Precision precision) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> written = new LinkedHashMap<>();
      weights.forEach((name, weight) -> written.put(name, Tensors.cast(scope, weight, precision)));
      SafetensorsWriter.write(file, written, Map.of());
    }
  }

  @Override
  public void close() {
    optimizer.close();
    program.close();
  }
}
