package org.sdvgen.cogvideox.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sdvgen.cogvideox.TinyModel;
import org.sdvgen.runtime.text.T5Tokenizer;
import org.sdvgen.testkit.damage.AnyText;
import org.sdvgen.testkit.damage.DamageTrial;

/** Reads damaged tokenizers, which are native code's to read: in a process of its own. */
public final class TokenizerDamage {
  private TokenizerDamage() {}

  /** Takes a folder, a tokenizer's folder with few pieces, and the number of cases. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int cases = Integer.parseInt(arguments[2]);
    Path whole = TinyModel.folder().resolve("tokenizer");
    Path config = folder.resolve("tokenizer_config.json");
    Path model = folder.resolve("spiece.model");
    Files.copy(whole.resolve("tokenizer_config.json"), config);
    byte[] large = Files.readAllBytes(whole.resolve("spiece.model"));
    byte[] small = Files.readAllBytes(Path.of(arguments[1]).resolve("spiece.model"));
    DamageTrial trial = new DamageTrial(System.out);
    trial.run(
        "map", cases, damage -> Files.write(model, damage.inPlace(large)), () -> read(folder));
    trial.run(
        "large", cases / 4, damage -> Files.write(model, damage.bytes(large)), () -> read(folder));
    trial.run(
        "bytes", cases, damage -> Files.write(model, damage.bytes(small)), () -> read(folder));
    trial.run(
        "pieces", cases, damage -> Files.write(model, damage.inPlace(small)), () -> read(folder));
    Files.write(model, small);
    trial.run(
        "config", cases, DamageTrial.text(config, Files.readAllBytes(config)), () -> read(folder));
    trial.exit();
  }

  private static void read(Path folder) {
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      AnyText.ALL.forEach(tokenizer::encode);
      tokenizer.withToken("<cls>").encode("the <cls> ball");
    }
  }
}
