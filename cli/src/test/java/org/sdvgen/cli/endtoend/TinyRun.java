package org.sdvgen.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.host.page.Pictures;
import org.sdvgen.runtime.media.VideoWriter;

/**
 * A folder with a tiny model, videos that FFmpeg has written, pairs of PNG files, and a
 * configuration that trains on them for four steps.
 *
 * @param folder holds everything
 */
record TinyRun(Path folder) {
  static final int SIZE = 48;
  static final int FRAMES = 9;
  static final double FPS = 8;

  /** Makes the folder's content. */
  static TinyRun create(Path folder) throws IOException {
    copyModel(folder.resolve("model"));
    Files.createDirectories(folder.resolve("videos"));
    Files.createDirectories(folder.resolve("pictures"));
    for (int i = 0; i < 2; i++) {
      VideoWriter.write(folder.resolve("videos/clip" + i + ".mp4"), clip(12, i), FPS);
      Files.writeString(folder.resolve("videos/clip" + i + ".txt"), "a ball moves right " + i);
      Pictures.save(folder.resolve("pictures/source" + i + ".png"), clip(1, i));
      Pictures.save(folder.resolve("pictures/target" + i + ".png"), clip(1, i + 5));
    }
    Files.write(
        folder.resolve("pairs.jsonl"),
        List.of(pair(0, "a star on the sand"), pair(1, "here is a small star at night")));
    Files.writeString(
        folder.resolve("run.yaml"),
        """
        output_dir: out
        max_train_steps: 4
        checkpointing_steps: 2
        lr_warmup_steps: 1
        backbone: {name: cogvideox, checkpoint: model, random_weights_seed: 0, dtype: fp32}
        lora: {rank: 4, alpha: 4}
        tracks: [identity, motion]
        track:
          identity:
            objective: {name: identity}
            data: {name: subject-pairs, path: pairs.jsonl}
            batch_size: 2
            height: 48
            width: 48
          motion:
            objective: {name: motion}
            data: {name: captioned-videos, path: videos}
            height: 48
            width: 48
            frames: 9
        switch: {name: stochastic, probability: 0.5}
        generate: {num_inference_steps: 2, height: 48, width: 48, num_frames: 9, seed: 7}
        """);
    return new TinyRun(folder);
  }

  /** Puts a model without weights together: the codec, the transformer and the T5 are its own. */
  private static void copyModel(Path model) throws IOException {
    for (String part : List.of("model_index.json", "scheduler", "tokenizer")) {
      copyWithoutWeights(Path.of("..", "recipes", "toy-base"), part, model);
    }
    for (String part : List.of("text_encoder", "transformer", "vae")) {
      copyWithoutWeights(Path.of("src", "test", "resources", "tiny-model"), part, model);
    }
  }

  /**
   * Copies a part of a model's folder, or all of it, but for weights, which a run in the source
   * folder may have left there.
   */
  static void copyWithoutWeights(Path from, String part, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from.resolve(part))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains(".safetensors")) {
          Path copy = to.resolve(from.relativize(file).toString());
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(file, copy);
        }
      }
    }
  }

  private static String pair(int index, String prompt) {
    return String.format(
        Locale.ROOT,
        """
        {"source": "pictures/source%1$d.png", "target": "pictures/target%1$d.png", \
        "prompt": "%2$s", "subject": "star"}\
        """,
        index,
        prompt);
  }

  /** A bright square that moves over a slope of grey. */
  static PixelClip clip(int frames, int offset) {
    float[] values = new float[3 * frames * SIZE * SIZE];
    int at = 0;
    for (int c = 0; c < 3; c++) {
      for (int f = 0; f < frames; f++) {
        for (int y = 0; y < SIZE; y++) {
          for (int x = 0; x < SIZE; x++) {
            boolean inside = Math.abs(x - 10 - 2 * f - offset) < 6 && Math.abs(y - 20) < 6;
            values[at++] = inside ? 0.9f - 0.4f * c : (float) y / SIZE - 0.5f;
          }
        }
      }
    }
    return new PixelClip(3, frames, SIZE, SIZE, values);
  }

  /** The configuration file. */
  String config() {
    return file("run.yaml");
  }

  /** A file of the folder. */
  String file(String name) {
    return folder.resolve(name).toString();
  }

  /** The trained adapter. */
  Path adapter() {
    return folder.resolve("out/pytorch_lora_weights.safetensors");
  }
}
