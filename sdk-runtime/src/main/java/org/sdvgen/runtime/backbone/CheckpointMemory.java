package org.sdvgen.runtime.backbone;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.runtime.denoiser.BaseStorage;
import org.sdvgen.runtime.denoiser.NetworkMemory;
import org.sdvgen.runtime.text.TextMemory;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.CodecMemory;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;

/** The memory and the work of a checkpoint's model. */
final class CheckpointMemory implements MemoryOutline {
  private static final String WEIGHTS = "weights";
  private static final String CHECKPOINTING = "gradient_checkpointing";
  private static final String TILING = "vae_tiling";

  /** Shares of the blocks that may stay on the device, in quarters. */
  private static final int[] QUARTERS = {3, 2, 1, 0};

  private final CheckpointModel model;
  private final Use in;
  private final NetworkMemory network;

  private CheckpointMemory(CheckpointModel model, Use in, NetworkMemory network) {
    this.model = model;
    this.in = in;
    this.network = network;
  }

  /**
   * The settings that change memory.
   *
   * @param weights the format of the frozen weights
   * @param residentBlocks how many blocks stay on the device; empty for all
   * @param checkpointing what backward finds in memory
   * @param tiling whether large pictures go through the autoencoder in tiles
   */
  record Use(
      Optional<BaseFormat> weights,
      Optional<Integer> residentBlocks,
      GradientCheckpointing checkpointing,
      boolean tiling) {
    /** How frozen weights are kept. */
    BaseStorage storage(Precision dtype) {
      return new BaseStorage(dtype, weights.flatMap(BaseFormat::quantized), residentBlocks);
    }
  }

  /**
   * The memory of a model as its settings have it.
   *
   * @param model the model
   * @param stored the format that the files' weights are quantised to; empty if they are not
   */
  static CheckpointMemory of(CheckpointModel model, Optional<BaseFormat> stored) {
    ModelSettings settings = model.settings();
    Use in =
        new Use(
            settings.weights().or(() -> stored),
            settings.residentBlocks().number(),
            settings.gradientCheckpointing(),
            settings.vaeTiling());
    return new CheckpointMemory(
        model, in, new NetworkMemory(model.transformer(), in.storage(settings.dtype())));
  }

  @Override
  public DeviceName device() {
    return model.settings().device();
  }

  @Override
  public List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    Set<String> formats = new LinkedHashSet<>();
    formats.add(in.weights().map(EnumWord::of).orElse(precision().word()));
    if (in.weights().isEmpty()) {
      formats.addAll(List.of(EnumWord.of(BaseFormat.FP8), EnumWord.of(BaseFormat.NF4)));
    }
    choices.add(new Choice(WEIGHTS, List.copyOf(formats)));
    Set<String> resident = new LinkedHashSet<>();
    int blocks = network.blocks();
    resident.add(String.valueOf(in.residentBlocks().orElse(blocks)));
    if (in.residentBlocks().isEmpty()) {
      for (int quarters : QUARTERS) {
        resident.add(String.valueOf(blocks * quarters / 4));
      }
    }
    choices.add(new Choice(RESIDENT_BLOCKS, List.copyOf(resident)));
    choices.add(new Choice(CHECKPOINTING, less(in.checkpointing())));
    choices.add(new Choice(TILING, in.tiling() ? List.of("true") : List.of("false", "true")));
    return List.copyOf(choices);
  }

  /** The values that keep no more than one does, itself first. */
  private static List<String> less(GradientCheckpointing in) {
    List<GradientCheckpointing> values =
        switch (in) {
          case NONE ->
              List.of(
                  GradientCheckpointing.NONE,
                  GradientCheckpointing.SELECTIVE,
                  GradientCheckpointing.FULL);
          case SELECTIVE -> List.of(GradientCheckpointing.SELECTIVE, GradientCheckpointing.FULL);
          case FULL -> List.of(GradientCheckpointing.FULL);
        };
    return values.stream().map(EnumWord::of).toList();
  }

  @Override
  public MemoryOutline with(Map<String, String> values) {
    Optional<BaseFormat> weights =
        values.containsKey(WEIGHTS)
            ? EnumWord.find(BaseFormat.class, values.get(WEIGHTS))
            : in.weights();
    Optional<Integer> resident =
        values.containsKey(RESIDENT_BLOCKS)
            ? Optional.of(Integer.parseInt(values.get(RESIDENT_BLOCKS)))
                .filter(count -> count < network.blocks())
            : in.residentBlocks();
    Use other =
        new Use(
            weights,
            resident,
            values.containsKey(CHECKPOINTING)
                ? EnumWord.find(GradientCheckpointing.class, values.get(CHECKPOINTING))
                    .orElseThrow()
                : in.checkpointing(),
            Boolean.parseBoolean(values.getOrDefault(TILING, String.valueOf(in.tiling()))));
    return new CheckpointMemory(model, other, network.with(other.storage(precision())));
  }

  private Precision precision() {
    return model.settings().dtype();
  }

  private CodecMemory vae() {
    Optional<Tiling> tiling =
        in.tiling() ? Optional.of(model.autoencoder().tiling()) : Optional.empty();
    return new CodecMemory(
        model.autoencoder(), new VaeSettings(precision(), tiling, model.settings().vaeSlicing()));
  }

  private TextMemory encoder() {
    return new TextMemory(model.textEncoder(), precision());
  }

  @Override
  public long textEncoder() {
    return encoder().weights();
  }

  @Override
  public long codec() {
    return vae().weights();
  }

  @Override
  public Held denoiser() {
    return network.held();
  }

  @Override
  public Work text(int prompts) {
    return encoder().work(prompts, model.prompts().maxTokens());
  }

  @Override
  public Optional<Work> encode(Clip clip) {
    return vae().encode(clip);
  }

  @Override
  public Optional<Work> decode(Clip clip) {
    return vae().decode(clip);
  }

  @Override
  public Optional<Work> predict(Clip clip, Selection selection) {
    return network.predict(batch(clip), selection);
  }

  @Override
  public Optional<Step> train(Clip clip, Selection selection) {
    return network.train(batch(clip), selection, in.checkpointing());
  }

  private NetworkMemory.Batch batch(Clip clip) {
    LatentGeometry latents = model.autoencoder().geometry();
    return new NetworkMemory.Batch(
        clip.samples(),
        latents.latentFrames(clip.frames()) + (long) clip.references(),
        clip.height() / latents.spatialFactor(),
        clip.width() / latents.spatialFactor(),
        model.prompts().maxTokens());
  }
}
