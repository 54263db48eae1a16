package org.sdvgen.testkit.guide;

import java.nio.file.Path;
import java.util.Map;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.runtime.checkpoint.ConfigFile;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.vae.Autoencoder;
import org.sdvgen.runtime.vae.LatentStatistics;
import org.sdvgen.runtime.vae.LatentUnits;
import org.sdvgen.runtime.vae.VaeNetwork;
import org.sdvgen.runtime.weights.TensorTable;

// guide: autoencoder
/** The autoencoder, by its config.json. */
record TinyAutoencoder(int latentChannels, double scalingFactor) implements Autoencoder {
  private static final int PATCH = 2;

  static TinyAutoencoder read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    config.require("_class_name", "TinyAutoencoder");
    return new TinyAutoencoder(config.few("latent_channels"), config.number("scaling_factor"));
  }

  @Override
  public VaeNetwork network() {
    TensorTable.Builder table = TensorTable.builder();
    table.addWithBias("encoder.conv", 2L * latentChannels, pixelChannels(), PATCH, PATCH);
    table.addWithBias("decoder.conv", (long) pixelChannels() * PATCH * PATCH, latentChannels, 1, 1);
    Script script = Script.resource(TinyAutoencoder.class, "tiny_vae");
    return new VaeNetwork(script, table.build(), Map.of());
  }

  @Override
  public LatentGeometry geometry() {
    return new LatentGeometry(latentChannels, PATCH, 1);
  }

  @Override
  public LatentUnits units() {
    return LatentUnits.scaled(latentChannels, scalingFactor);
  }

  @Override
  public int pixelChannels() {
    return 3;
  }

  @Override
  public Map<String, ?> normalisation(LatentStatistics statistics) {
    return Map.of("scaling_factor", 1 / statistics.rootMeanSquare());
  }
}
// end
