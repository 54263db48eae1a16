package org.sdvgen.testkit.guide;

import java.nio.file.Path;
import org.sdvgen.runtime.checkpoint.ConfigFile;
import org.sdvgen.runtime.weights.TensorTable;

// guide: config
/** The transformer's config.json. */
record TinyConfig(int inChannels, int numLayers, int patchSize, int textDim, int width) {
  static TinyConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    config.require("_class_name", "TinyTransformer");
    return new TinyConfig(
        config.few("in_channels"),
        config.few("num_layers"),
        config.few("patch_size"),
        config.positive("text_dim"),
        config.positive("width"));
  }

  TensorTable tensors() {
    TensorTable.Builder table = TensorTable.builder();
    table.addWithBias("time_embed.linear", width, width);
    table.addWithBias("text_embed", width, textDim);
    table.addWithBias("patch_embed", width, inChannels, patchSize, patchSize);
    for (int i = 0; i < numLayers; i++) {
      table.addWithBias("blocks." + i + ".norm", width);
      for (String projection : new String[] {".to_q", ".to_k", ".to_v", ".to_out"}) {
        table.addWithBias("blocks." + i + projection, width, width);
      }
    }
    table.addWithBias("proj_out", (long) patchSize * patchSize * inChannels, width);
    return table.build();
  }
}
// end
