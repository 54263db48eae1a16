package org.sdvgen.cogvideox.golden;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.testkit.golden.GoldenFolder;

/** The golden values of this backbone. */
final class CogVideoXGolden {
  private static final List<String> CASES =
      List.of(
          "01_tokenizer.json",
          "02_text_encoder.safetensors",
          "03_vae.safetensors",
          "04_transformer.safetensors",
          "05_lora.safetensors",
          "06_reference.safetensors",
          "07_schedulers.safetensors",
          "08_pipeline.safetensors",
          "09_training.safetensors");

  private CogVideoXGolden() {}

  static GoldenFolder open() {
    return GoldenFolder.open("cogvideox", CASES);
  }

  static CogVideoXCheckpoint model(GoldenFolder golden) {
    return CogVideoXCheckpoint.open(golden.model());
  }

  /** The adapter under the authors' names. */
  static Path paperAdapter(GoldenFolder golden) {
    return golden.requireFile("lora_paper/pytorch_lora_weights_transformer.safetensors");
  }
}
