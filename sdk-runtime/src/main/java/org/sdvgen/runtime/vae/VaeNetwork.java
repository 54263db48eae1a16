package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.TensorTable;

/**
 * The script, tensors and numbers of an autoencoder.
 *
 * <p>The script has four methods, whose dictionary {@code w} holds the weights, the numbers and
 * {@code dtype}: {@code encode(pixels, w)} gives mean and clamped log-variance, {@code
 * decode(latents, w)} gives pixels, all in fp32; {@code encode_tiled} and {@code decode_tiled} take
 * the numbers of a {@link TileGrid} as a third argument. It may call {@code __torch__.tiles}.
 *
 * <p>A script that can be fitted has a fifth method, {@code fit(streams, shared, w)}, a block that
 * {@link AutoencoderTraining} traces; it calls {@code __torch__.fitting}.
 *
 * @param script the networks
 * @param table the tensors of the checkpoint
 * @param numbers the configuration's numbers by the names under which the script reads them
 */
public record VaeNetwork(Script script, TensorTable table, Map<String, Double> numbers) {
  /** Copies the map. */
  public VaeNetwork {
    numbers = Map.copyOf(numbers);
  }

  /**
   * Compiles the script with the functions that all autoencoders share; the caller closes the
   * program.
   */
  TorchProgram compile() {
    return TorchProgram.compile(
        script,
        Script.resource(VaeNetwork.class, "tiles"),
        Script.resource(VaeNetwork.class, "fitting"));
  }

  /**
   * Makes the dictionary that the script's methods take.
   *
   * @param manager parent of the manager that owns the numbers
   * @param weights the weights by name
   * @param precision of the weights and activations
   * @return weights and numbers
   */
  Map<String, NDArray> dictionary(
      NDManager manager, Map<String, NDArray> weights, Precision precision) {
    Map<String, NDArray> dictionary = new LinkedHashMap<>(weights);
    NDManager host = manager.newSubManager(Devices.cpu());
    dictionary.put("dtype", host.create((double) precision.scalarType()));
    numbers.forEach((name, value) -> dictionary.put(name, host.create(value)));
    return dictionary;
  }
}
