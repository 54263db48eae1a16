package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.ConfigFile;
import org.sdvgen.runtime.io.AtomicFolder;
import org.sdvgen.runtime.io.WriteFailure;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;

/**
 * Trains a backbone's own autoencoder: reconstruction, and a little of the divergence that keeps
 * latents near the standard normal distribution. The result is a {@code vae/} folder as diffusers
 * has it. Until it is there, the state of the fit lies beside it, from which the same call resumes
 * with the same bits.
 */
public final class AutoencoderFitter implements CodecFitter {
  /** Clips that the latents' statistics are computed from. */
  private static final int MEASURED_CLIPS = 256;

  /** How the result is evaluated. */
  private static final VaeSettings PLAIN = new VaeSettings(Precision.FP32, Optional.empty(), true);

  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

  private final Function<Path, ? extends Autoencoder> reader;
  private final Autoencoder autoencoder;
  private final AutoencoderFitSettings settings;
  private final FitBatches batches;

  /**
   * Makes fitters as a plugin lists them.
   *
   * @param name the name that configurations choose them by
   * @param description one line for {@code sdvgen plugins}
   * @param reader reads the {@code config.json} of an autoencoder of the backbone's kind
   * @return the factory
   */
  public static ComponentFactory<AutoencoderFitSettings, CodecFitter> factory(
      String name, String description, Function<Path, ? extends Autoencoder> reader) {
    return ComponentFactory.of(
        name,
        description,
        AutoencoderFitSettings.class,
        (settings, context) -> new AutoencoderFitter(reader, settings));
  }

  /**
   * A fitter.
   *
   * @param reader reads the {@code config.json} of an autoencoder of the backbone's kind
   * @param settings its sizes, and how it is trained
   * @throws InputException if {@code config.json} is missing or asks for something that is not
   *     supported
   */
  public AutoencoderFitter(
      Function<Path, ? extends Autoencoder> reader, AutoencoderFitSettings settings) {
    this.reader = reader;
    this.settings = settings;
    autoencoder = reader.apply(settings.config());
    batches = new FitBatches(settings, autoencoder.geometry());
  }

  @Override
  public Optional<Fit> fit(Request request) {
    Path output = request.output();
    if (Files.exists(output)) {
      throw new InputException(
          output + " is there already: set another fit.output, or remove it to fit again");
    }
    check(request.clips().get(0));
    check(request.heldOut().get(0));
    Path state = state(output);
    String recipe = recipe(request);
    try (NDManager manager = Devices.newManager(Devices.of(settings.device()));
        AutoencoderTraining training = new AutoencoderTraining(manager, autoencoder, settings)) {
      long step = Files.exists(state) ? training.resume(state, recipe) : 0;
      while (step < settings.steps()) {
        if (request.stopRequested().getAsBoolean()) {
          training.save(state, step, recipe);
          return Optional.empty();
        }
        Map<String, Double> figures = step(manager, training, step, request.clips());
        step++;
        if (step % settings.saveEvery() == 0 || step == settings.steps()) {
          training.save(state, step, recipe);
        }
        request.progress().advanced(new Advance(step, settings.steps(), figures));
      }
      Fit fit = write(manager, training, request);
      remove(state);
      return Optional.of(fit);
    }
  }

  /** The file that a fit resumes from; it is removed when the result is there. */
  static Path state(Path output) {
    return output.resolveSibling(output.getFileName() + ".fit-state.safetensors");
  }

  private void check(PixelClip clip) {
    LatentGeometry geometry = autoencoder.geometry();
    if (clip.channels() != autoencoder.pixelChannels()
        || (clip.frames() - 1) % autoencoder.frameStep() != 0
        || clip.height() % geometry.spatialFactor() != 0
        || clip.width() % geometry.spatialFactor() != 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "clips of %d channels, %d frames and %dx%d pixels (width x height) do not fit %s: it"
                  + " takes %d channels, %dN+1 frames and multiples of %d pixels",
              clip.channels(),
              clip.frames(),
              clip.width(),
              clip.height(),
              settings.config(),
              autoencoder.pixelChannels(),
              autoencoder.frameStep(),
              geometry.spatialFactor()));
    }
    int crop = settings.crop();
    if (crop % geometry.spatialFactor() != 0 || crop > Math.min(clip.height(), clip.width())) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "fit.codec.crop = %d: squares cut out of clips of %dx%d pixels (width x height) must"
                  + " be no larger, and a multiple of %d",
              crop,
              clip.width(),
              clip.height(),
              geometry.spatialFactor()));
    }
  }

  /** The values that must be the same for a fit to resume. */
  private String recipe(Request request) {
    PixelClip first = request.clips().get(0);
    return String.format(
        Locale.ROOT,
        "%s, networks %08x, %d clips %08x",
        settings.recipe(),
        ConfigFile.read(settings.config()).copy().toString().hashCode(),
        request.clips().size(),
        Arrays.hashCode(first.values()));
  }

  private Map<String, Double> step(
      NDManager manager, AutoencoderTraining training, long step, List<PixelClip> clips) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray pixels = PixelClip.stack(batches.pixels(step, clips), scope);
      Shape shape = pixels.getShape();
      LatentGeometry geometry = autoencoder.geometry();
      Shape latents =
          new Shape(
              shape.get(0),
              geometry.channels(),
              (shape.get(2) - 1) / geometry.temporalFactor() + 1,
              shape.get(3) / geometry.spatialFactor(),
              shape.get(4) / geometry.spatialFactor());
      NDArray noise = scope.create(batches.noise(step, latents.size()), latents);
      return training.step(step, pixels, noise);
    }
  }

  /** Writes the folder and evaluates it. */
  private Fit write(NDManager manager, AutoencoderTraining training, Request request) {
    List<Fit> fits = new ArrayList<>();
    AtomicFolder.replace(
        request.output(),
        folder -> {
          training.write(folder.resolve(WEIGHTS), settings.saveDtype());
          ConfigFile.read(settings.config())
              .writeWith(
                  CheckpointFolder.config(folder), normalisation(manager, folder, request.clips()));
          Autoencoder written = reader.apply(CheckpointFolder.config(folder));
          try (NDManager scope = manager.newSubManager();
              LatentCodec codec = AutoencoderCodec.load(scope, folder, written, PLAIN)) {
            fits.add(CodecError.measure(scope, codec, request.heldOut()));
          }
        });
    return fits.get(0);
  }

  /** The normalisation for the written configuration, unless the latents have not changed. */
  private Map<String, ?> normalisation(NDManager manager, Path folder, List<PixelClip> clips) {
    return settings.part() == AutoencoderPart.DECODER
        ? Map.of()
        : autoencoder.normalisation(statistics(manager, folder, clips));
  }

  private LatentStatistics statistics(NDManager manager, Path folder, List<PixelClip> clips) {
    LatentStatistics statistics = new LatentStatistics(autoencoder.geometry().channels());
    try (NDManager scope = manager.newSubManager();
        VideoAutoencoder vae = VideoAutoencoder.load(scope, folder, autoencoder.network(), PLAIN)) {
      for (PixelClip clip : clips.subList(0, Math.min(clips.size(), MEASURED_CLIPS))) {
        try (NDManager each = scope.newSubManager()) {
          statistics.add(vae.encode(each, PixelClip.stack(List.of(clip), each)));
        }
      }
    }
    return statistics;
  }

  private static void remove(Path state) {
    try {
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw WriteFailure.of(state + " cannot be removed", e, "; the result is whole");
    }
  }
}
