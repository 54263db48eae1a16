package org.sdvgen.wan22;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.damage.DamageTrial;
import org.sdvgen.testkit.damage.ModelFiles;
import org.sdvgen.wan22.checkpoint.TransformerTensors;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** Opens models whose configurations, indices or headers are damaged, and damaged adapters. */
public final class ModelDamage {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  private ModelDamage() {}

  /** Takes an empty folder and the number of cases. */
  public static void main(String[] arguments) throws IOException {
    Path model = TinyModel.copyTo(Path.of(arguments[0]));
    int cases = Integer.parseInt(arguments[1]);
    Wan22Settings config = TinyModel.config(model, "fp32", true, ReferencePosition.CONTINUOUS);
    DamageTrial trial = new DamageTrial(System.out);
    adapters(trial, model, 5 * cases);
    tensors(trial, model, 5 * cases);
    ModelFiles.tryAll(
        trial,
        model,
        cases,
        List.of("added_tokens.json", "special_tokens_map.json", "spiece.model", "tokenizer.json"),
        () -> Wan22Plugin.BACKBONE.outline(config).close());
    trial.exit();
  }

  /** A file of tensors of several types, one of which has more values than a number can say. */
  private static void tensors(DamageTrial trial, Path model, int cases) throws IOException {
    byte[] whole;
    try (InputStream resource =
        ModelDamage.class.getResourceAsStream("/damaged/overflowing-shape.safetensors")) {
      whole = Objects.requireNonNull(resource).readAllBytes();
    }
    Path file = model.resolve("tensors.safetensors");
    DamageTrial.Reader reader =
        () -> {
          try (NDManager scratch = Devices.newManager(Devices.cpu());
              SafetensorsFile tensors = SafetensorsFile.open(file)) {
            tensors.entries().keySet().forEach(name -> tensors.readAsStored(scratch, name));
          }
        };
    trial.run("tensors as they are", 1, damage -> Files.write(file, whole), reader);
    trial.run(
        "tensors header",
        cases,
        damage -> Files.write(file, ModelFiles.withDamagedHeader(whole, damage)),
        reader);
    trial.run("tensors", cases, damage -> Files.write(file, damage.bytes(whole)), reader);
    Files.delete(file);
  }

  private static void adapters(DamageTrial trial, Path model, int cases) throws IOException {
    Map<String, Shape> base =
        TransformerTensors.of(Wan22Checkpoint.open(model).transformerConfig()).shapes();
    Path lora = TinyModel.folder().resolveSibling("lora");
    byte[] whole = Files.readAllBytes(lora.resolve("pytorch_lora_weights.safetensors"));
    Path file = model.resolve("adapter.safetensors");
    DamageTrial.Reader reader =
        () -> {
          try (NDManager scratch = Devices.newManager(Devices.cpu())) {
            AdapterFile.read(scratch, file, base, SILENT);
          }
        };
    trial.run(
        "adapter header",
        cases,
        damage -> Files.write(file, ModelFiles.withDamagedHeader(whole, damage)),
        reader);
    trial.run("adapter", cases, damage -> Files.write(file, damage.bytes(whole)), reader);
    Files.delete(file);
  }
}
