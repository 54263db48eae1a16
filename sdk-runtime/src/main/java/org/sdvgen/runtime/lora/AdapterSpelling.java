package org.sdvgen.runtime.lora;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How programs begin the keys of a denoiser's adapter, before a module's path. This is the table of
 * all formats that are read; {@link AdapterKeys} are those that are written.
 */
public enum AdapterSpelling {
  /** diffusers: {@code transformer.<path>}. */
  DIFFUSERS("diffusers", "transformer.", false),
  /** ComfyUI, and most programs that train for it: {@code diffusion_model.<path>}. */
  COMFYUI("comfyui", "diffusion_model.", false),
  /** PEFT's own files, {@code adapter_model.safetensors}: {@code base_model.model.<path>}. */
  PEFT("peft", "base_model.model.", false),
  /** A whole checkpoint's name of its denoiser, which some put before ComfyUI's. */
  CHECKPOINT("comfyui", "model.diffusion_model.", false),
  /** DiffSynth-Studio where it was not told to leave the name of its pipeline out. */
  PIPELINE("diffsynth", "pipe.dit.", false),
  /** VideoX-Fun: a dot before the path becomes an underscore as those within. */
  VIDEOX_FUN("videox-fun", "lora_unet__", true),
  /** musubi-tuner and others after kohya's programs. */
  KOHYA("kohya", "lora_unet_", true),
  /** OneTrainer. */
  ONETRAINER("onetrainer", "lora_transformer_", true),
  /** LyCORIS, as SimpleTuner uses it. */
  LYCORIS("lycoris", "lycoris_", true),
  /** The path alone, as DiffSynth-Studio writes and reads it. */
  BARE("diffsynth", "", false);

  private final String format;
  private final String prefix;
  private final boolean underscores;

  AdapterSpelling(String format, String prefix, boolean underscores) {
    this.format = format;
    this.prefix = prefix;
    this.underscores = underscores;
  }

  /** Returns the format's name for users. */
  public String format() {
    return format;
  }

  /** Returns the prefix of a module's key. */
  String start(String path) {
    return prefix + spelled(path);
  }

  /** Returns a path as it stands in keys. */
  String spelled(String path) {
    return underscores ? path.replace('.', '_') : path;
  }

  /** Whether a path's dots are underscores in keys. */
  boolean underscores() {
    return underscores;
  }

  String prefix() {
    return prefix;
  }

  /** The spelling that a key starts with: the first of the table whose prefix it has. */
  static AdapterSpelling of(String key) {
    return Arrays.stream(values())
        .filter(spelling -> key.startsWith(spelling.prefix))
        .findFirst()
        .orElseThrow();
  }

  /** The formats for a message, each with how its keys start. */
  static String list() {
    return Arrays.stream(values())
        .map(spelling -> spelling.format + " (" + spelling.start("<module>") + ")")
        .collect(joining(", "));
  }

  /** The part of a key besides the module. */
  enum Part {
    /** The matrix that narrows to the rank. */
    A("lora_A.weight", "lora_down.weight", "lora.down.weight"),
    /** The matrix that widens again. */
    B("lora_B.weight", "lora_up.weight", "lora.up.weight"),
    /** The module's alpha. */
    ALPHA("alpha", "alpha", "alpha");

    private final String peft;
    private final String kohya;
    private final String diffusers;

    Part(String peft, String kohya, String diffusers) {
      this.peft = peft;
      this.kohya = kohya;
      this.diffusers = diffusers;
    }

    /** How keys end, in PEFT's words, in those of kohya's programs, in those of old diffusers. */
    private List<String> ends() {
      return List.of(peft, kohya, diffusers);
    }
  }

  /**
   * A key taken apart.
   *
   * @param start the text before the part, prefix and path
   * @param part the tensor that the key names
   * @param end the rest, with its dot
   */
  record Split(String start, Part part, String end) {
    /** The end of a matrix's key in the same program's words. */
    String endOf(Part matrix) {
      int word = Math.max(0, part.ends().indexOf(end.substring(1)));
      return "." + matrix.ends().get(word);
    }

    /** Takes a key apart; PEFT's name of an adapter may stand within the end. */
    static Optional<Split> of(String key) {
      String plain =
          key.replaceFirst("\\.(lora_[AB]|lora_down|lora_up)\\.[^.]+\\.weight$", ".$1.weight");
      for (Part part : Part.values()) {
        for (String end : part.ends()) {
          if (plain.endsWith("." + end)) {
            String start = plain.substring(0, plain.length() - end.length() - 1);
            return Optional.of(new Split(start, part, key.substring(start.length())));
          }
        }
      }
      return Optional.empty();
    }
  }
}
