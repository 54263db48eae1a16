package org.sdvgen.cogvideox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.damage.DamageTrial;
import org.sdvgen.testkit.damage.ModelFiles;

/** Opens models whose configurations, indices or headers are damaged. */
public final class ModelDamage {
  private ModelDamage() {}

  /** Takes an empty folder and the number of cases. */
  public static void main(String[] arguments) throws IOException {
    Path model = TinyModel.copyTo(Path.of(arguments[0]));
    CogVideoXSettings config = TinyModel.config(model, "fp32", true, NormLora.REFERENCE);
    DamageTrial trial = new DamageTrial(System.out);
    ModelFiles.tryAll(
        trial,
        model,
        Integer.parseInt(arguments[1]),
        List.of("added_tokens.json", "special_tokens_map.json", "spiece.model"),
        () -> CogVideoXPlugin.BACKBONE.outline(config).close());
    trial.exit();
  }
}
