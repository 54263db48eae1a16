package org.sdvgen.runtime.vae;

import java.util.Map;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.weights.TensorTable;

/**
 * What an autoencoder is made of.
 *
 * <p>The script has four methods, whose dictionary {@code w} holds the weights, the numbers and
 * {@code dtype}: {@code encode(pixels, w)} gives mean and clamped log-variance, {@code
 * decode(latents, w)} gives pixels, all in fp32; {@code encode_tiled} and {@code decode_tiled} take
 * the numbers of a {@link TileGrid} as a third argument. It may call {@code __torch__.tiles}.
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
}
