package org.sdvgen.wan22.vae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.vae.VaeNetwork;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.wan22.checkpoint.VaeConfig;
import org.sdvgen.wan22.checkpoint.VaeTensors;

/**
 * Wan 2.2's autoencoder. t * k + 1 frames give k + 1 latent frames and back, t = 4 in the published
 * model; frames after these are left out. A video is encoded and decoded one latent frame at a
 * time, so that the memory for the networks' states does not grow with its length. (diffusers
 * encodes four frames at a time whatever t is, which is the same for the published model.)
 */
public final class CausalVae {
  private CausalVae() {}

  /**
   * Loads the autoencoder.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param folder {@code vae/} of a checkpoint
   * @param config its configuration
   * @param settings how it is computed
   * @return the autoencoder; the caller closes it
   */
  public static VideoAutoencoder load(
      NDManager parent, Path folder, VaeConfig config, VaeSettings settings) {
    return VideoAutoencoder.load(parent, folder, network(config), settings);
  }

  /** Returns what an autoencoder of these sizes is made of. */
  static VaeNetwork network(VaeConfig config) {
    Map<String, Double> numbers =
        Map.of(
            "patch_size", (double) config.patchSize(),
            "frames_per_latent", (double) config.temporalCompressionRatio());
    Script script = Script.resource(CausalVae.class, "vae");
    return new VaeNetwork(script, VaeTensors.of(config), numbers);
  }
}
