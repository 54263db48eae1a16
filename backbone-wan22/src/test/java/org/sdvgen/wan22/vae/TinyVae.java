package org.sdvgen.wan22.vae;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.testkit.golden.GoldenCheckpoint;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;

/** The golden checkpoint's autoencoder. */
final class TinyVae {
  private static final Wan22Checkpoint MODEL =
      Wan22Checkpoint.open(GoldenCheckpoint.folder("wan22"));

  static final WanAutoencoder AUTOENCODER = new WanAutoencoder(MODEL.vaeConfig());

  private TinyVae() {}

  static VideoAutoencoder load(NDManager manager, VaeSettings settings) {
    return VideoAutoencoder.load(manager, MODEL.folder().vae(), AUTOENCODER.network(), settings);
  }

  /** In fp32, whole and one sample at a time. */
  static VaeSettings plain() {
    return settings(Precision.FP32, Optional.empty(), true);
  }

  static VaeSettings settings(Precision precision, Optional<Tiling> tiling, boolean slicing) {
    return new VaeSettings(precision, tiling, slicing);
  }
}
