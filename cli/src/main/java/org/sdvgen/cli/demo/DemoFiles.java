package org.sdvgen.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.cli.resource.Folders;
import org.sdvgen.cli.resource.ResourceFiles;

/**
 * The files of a demo run.
 *
 * @param folder the run's folder
 */
public record DemoFiles(Path folder) {
  /** The files of the tiny model, all but its weights. */
  public static final List<String> MODEL =
      List.of(
          "model/model_index.json",
          "model/scheduler/scheduler_config.json",
          "model/text_encoder/config.json",
          "model/tokenizer/added_tokens.json",
          "model/tokenizer/special_tokens_map.json",
          "model/tokenizer/spiece.model",
          "model/tokenizer/tokenizer_config.json",
          "model/transformer/config.json",
          "model/vae/config.json");

  private static final String RECIPE = "demo.yaml";

  /**
   * Writes the recipe and the model's configuration into a folder.
   *
   * @param folder made if it is not there; files of an earlier demo are replaced
   * @return the folder's files
   */
  public static DemoFiles unpack(Path folder) {
    if (Files.exists(folder.resolve(RECIPE))) {
      // A run that starts anew does not touch the checkpoints of another, so the demo does.
      Folders.removeFrom(folder, "checkpoint-");
    }
    ResourceFiles.copy(DemoFiles.class, List.of(RECIPE), folder);
    ResourceFiles.copy(DemoFiles.class, MODEL, folder);
    return new DemoFiles(folder);
  }

  /** The recipe. */
  public Path recipe() {
    return folder.resolve(RECIPE);
  }

  /** The reference picture. */
  public Path reference() {
    return folder.resolve("reference.png");
  }

  /** The generated video. */
  public Path video() {
    return folder.resolve("video.mp4");
  }

  /** All frames of the video side by side. */
  public Path strip() {
    return folder.resolve("frames.png");
  }

  /** The page that shows everything. */
  public Path report() {
    return folder.resolve("report.html");
  }

  /** What to look at and what it is, the most telling first. */
  public Map<Path, String> toLookAt() {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(report(), "everything on one page");
    files.put(video(), "the generated video");
    files.put(strip(), "its frames side by side");
    files.put(reference(), "the only picture of the subject that the model was given");
    files.put(folder.resolve("metrics.jsonl"), "one line per training step");
    files.put(
        folder.resolve("pytorch_lora_weights.safetensors"),
        "the trained adapter, for diffusers too");
    files.put(recipe(), "the configuration, to change and run with sdvgen train");
    return files;
  }
}
