package org.sdvgen.cogvideox.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Family;
import org.sdvgen.runtime.text.T5Tensors;
import org.sdvgen.testkit.golden.RealSizeList;

/** The tables against names and shapes of the whole CogVideoX-5B, without its weights. */
class RealSizeTensorsTest {
  @TempDir private Path folder;

  @Test
  void transformer() {
    RealSizeList list = RealSizeList.read("cogvideox-5b.transformer");
    Path config = config(list, "_class_name", "CogVideoXTransformer3DModel");
    list.check(TransformerTensors.of(TransformerConfig.read(config)));
  }

  @Test
  void autoencoder() {
    RealSizeList list = RealSizeList.read("cogvideox-5b.vae");
    Path config = config(list, "_class_name", "AutoencoderKLCogVideoX");
    list.check(VaeTensors.of(VaeConfig.read(config)));
  }

  @Test
  void textEncoder() {
    RealSizeList list = RealSizeList.read("cogvideox-5b.text_encoder");
    list.check(T5Tensors.of(T5Config.read(config(list, "model_type", "t5"), T5Family.T5)));
  }

  /** Every checkpoint's file says what it belongs to; the lists do not. */
  private Path config(RealSizeList list, String key, String kind) {
    return list.writeConfig(folder, Map.of(key, kind));
  }
}
