package org.sdvgen.wan22.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Family;
import org.sdvgen.runtime.text.T5Tensors;
import org.sdvgen.testkit.golden.RealSizeList;

/** The tables against names and shapes of the whole Wan 2.2 TI2V-5B, without its weights. */
class RealSizeTensorsTest {
  @TempDir private Path folder;

  @Test
  void autoencoder() {
    RealSizeList list = RealSizeList.read("wan2.2-ti2v-5b.vae");
    Path config = config(list, "_class_name", "AutoencoderKLWan");
    list.check(VaeTensors.of(VaeConfig.read(config)));
  }

  @Test
  void textEncoder() {
    RealSizeList list = RealSizeList.read("wan2.2-ti2v-5b.text_encoder");
    Path config = config(list, "model_type", "umt5");
    list.check(T5Tensors.of(T5Config.read(config, T5Family.UMT5)));
  }

  /** Every checkpoint's file says what it belongs to; the lists do not. */
  private Path config(RealSizeList list, String key, String kind) {
    return list.writeConfig(folder, Map.of(key, kind));
  }
}
