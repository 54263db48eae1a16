package org.sdvgen.cogvideox.vae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.cogvideox.checkpoint.VaeTensors;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.vae.VaeNetwork;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.runtime.vae.VideoAutoencoder;

/** CogVideoX's autoencoder. 8k + 1 frames give 2k + 1 latent frames and back, 8k frames give 2k. */
public final class CausalVae {
  /** Frames that go through the encoder at once; the network was trained for this. */
  private static final double FRAMES_PER_BATCH = 8;

  /** Latent frames that go through the decoder at once. */
  static final int LATENT_FRAMES_PER_BATCH = 2;

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
            "norm_num_groups",
            (double) config.normNumGroups(),
            "norm_eps",
            config.normEps(),
            "temporal_levels",
            (double) config.temporalLevels(),
            "frames_per_batch",
            FRAMES_PER_BATCH,
            "latent_frames_per_batch",
            (double) LATENT_FRAMES_PER_BATCH);
    Script script = Script.resource(CausalVae.class, "vae");
    return new VaeNetwork(script, VaeTensors.of(config), numbers);
  }
}
