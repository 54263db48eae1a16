package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.AutoencoderFitSettings;
import org.sdvgen.runtime.vae.AutoencoderPart;
import org.sdvgen.testkit.NativeMemory;

/** Extend this to test the training of a backbone's own autoencoder, a tiny one. */
public abstract class AutoencoderFitterContractTest extends CodecFitterContractTest {
  @TempDir private Path folder = Path.of("");

  /** For subclasses. */
  protected AutoencoderFitterContractTest() {}

  /**
   * Makes a fitter.
   *
   * @param settings settings of the training
   * @return the fitter
   */
  protected abstract CodecFitter newFitter(AutoencoderFitSettings settings);

  /**
   * The sizes of the autoencoder.
   *
   * @return a {@code config.json}
   */
  protected abstract Path config();

  @Override
  protected final CodecFitter newFitter() {
    return newFitter(settings(Optional.empty(), 4));
  }

  @Override
  protected final NDManager newScope() {
    return Devices.newManager(Devices.cpu());
  }

  private AutoencoderFitSettings settings(Optional<Path> weights, int steps) {
    return settings(weights, steps, 0, 100);
  }

  private AutoencoderFitSettings settings(
      Optional<Path> weights, int steps, int crop, int saveEvery) {
    return new AutoencoderFitSettings(
        config(),
        weights,
        AutoencoderPart.ALL,
        steps,
        2,
        crop,
        0.3,
        0.01,
        3,
        1e-4,
        1,
        saveEvery,
        Precision.FP32,
        7,
        DeviceName.CPU);
  }

  private CodecFitter.Request request(String name) {
    return CodecFitter.Request.of(clips(0, 8), clips(40, 4), folder.resolve(name));
  }

  /** Training improves the reconstruction of clips that it has not seen. */
  @Test
  void moreStepsLoseLess() {
    CodecFitter.Fit few = newFitter(settings(Optional.empty(), 1)).fit(request("few")).get();
    CodecFitter.Fit many = newFitter(settings(Optional.empty(), 20)).fit(request("many")).get();
    assertTrue(many.firstFramePsnr() > few.firstFramePsnr() + 3, few + " " + many);
    assertTrue(many.laterFramesPsnr() > few.laterFramesPsnr() + 3, few + " " + many);
  }

  /** The latents of clips that were trained on have a mean square of 1. */
  @Test
  void latentsAreNormalised() {
    newFitter(settings(Optional.empty(), 4)).fit(request("codec"));
    try (NDManager scope = newScope();
        LatentCodec codec = load(scope, folder.resolve("codec"))) {
      double total = 0;
      for (PixelClip clip : clips(0, 8)) {
        try (var posterior = codec.encode(PixelClip.stack(List.of(clip), scope))) {
          NDArray squares = posterior.mean().square().add(posterior.std().square());
          total += squares.mean().getFloat() / 8;
        }
      }
      assertEquals(1, total, 1e-3);
    }
  }

  /** A fit whose process ends between two saved states is resumed from the older one. */
  @Test
  void killedFitGoesOn() throws IOException {
    newFitter().fit(request("whole"));
    CodecFitter.Request killed =
        new CodecFitter.Request(
            clips(0, 8),
            clips(40, 4),
            folder.resolve("killed"),
            advance -> {
              if (advance.done() == 3) {
                throw new IllegalStateException("killed");
              }
            },
            () -> false);
    CodecFitter fitter = newFitter(settings(Optional.empty(), 4, 0, 2));
    assertThrows(IllegalStateException.class, () -> fitter.fit(killed));
    List<Long> steps = new ArrayList<>();
    fitter.fit(
        new CodecFitter.Request(
            killed.clips(),
            killed.heldOut(),
            killed.output(),
            advance -> steps.add(advance.done()),
            () -> false));
    assertEquals(List.of(3L, 4L), steps);
    assertArrayEquals(weights("whole"), weights("killed"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "nothing but the two folders is left");
    }
  }

  private byte[] weights(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name).resolve("diffusion_pytorch_model.safetensors"));
  }

  /** A fit does not resume one with other settings. */
  @Test
  void refusesTheStateOfAnotherFit() {
    stop(newFitter(settings(Optional.empty(), 4)), "codec");
    CodecFitter other = newFitter(settings(Optional.empty(), 7));
    String message = refusal(other, request("codec"));
    assertTrue(message.contains("steps 4") && message.contains("steps 7"), message);
    assertFalse(Files.exists(folder.resolve("codec")));
  }

  private void stop(CodecFitter fitter, String name) {
    CodecFitter.Request request =
        new CodecFitter.Request(
            clips(0, 8), clips(40, 4), folder.resolve(name), advance -> {}, () -> true);
    assertTrue(fitter.fit(request).isEmpty());
  }

  /** A finished autoencoder is not overwritten. */
  @Test
  void refusesAnOutputThatIsThere() throws IOException {
    newFitter().fit(request("codec"));
    byte[] before = weights("codec");
    assertTrue(refusal(newFitter(), request("codec")).contains("is there already"));
    assertArrayEquals(before, weights("codec"));
  }

  /** A second stage begins with the weights of the first. */
  @Test
  void goesOnFromGivenWeights() {
    CodecFitter.Fit first = newFitter(settings(Optional.empty(), 20)).fit(request("first")).get();
    Optional<Path> weights = Optional.of(folder.resolve("first"));
    CodecFitter.Fit second = newFitter(settings(weights, 1)).fit(request("second")).get();
    assertEquals(first.firstFramePsnr(), second.firstFramePsnr(), 2);
  }

  /** Initial weights that cannot be used are refused by name and freed. */
  @Test
  void refusesWeightsThatAreNotFinite() throws IOException {
    newFitter().fit(request("first"));
    Path file = folder.resolve("first/diffusion_pytorch_model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    // The last value of the file.
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
    Files.write(file, bytes);
    CodecFitter fitter = newFitter(settings(Optional.of(folder.resolve("first")), 4));
    NativeMemory before = NativeMemory.now();
    String message = refusal(fitter, request("second"));
    assertTrue(message.contains("first") && message.contains("NaN"), message);
    assertEquals(before, NativeMemory.now());
  }

  /** Training the decoder alone does not change the latents. */
  @Test
  void trainsTheDecoderAlone() {
    newFitter().fit(request("first"));
    Path first = folder.resolve("first");
    AutoencoderFitSettings all = settings(Optional.of(first), 12);
    AutoencoderFitSettings decoder =
        new AutoencoderFitSettings(
            first.resolve("config.json"),
            all.weights(),
            AutoencoderPart.DECODER,
            all.steps(),
            all.batchSize(),
            all.crop(),
            all.pictures(),
            all.learningRate(),
            all.warmupSteps(),
            all.klWeight(),
            all.maxGradNorm(),
            all.saveEvery(),
            all.saveDtype(),
            all.seed(),
            all.device());
    newFitter(decoder).fit(request("second"));
    try (NDManager scope = newScope();
        LatentCodec before = load(scope, first);
        LatentCodec after = load(scope, folder.resolve("second"))) {
      NDArray pixels = PixelClip.stack(clips(40, 2), scope);
      NDArray latents = before.encode(pixels).mean();
      assertArrayEquals(latents.toFloatArray(), after.encode(pixels).mean().toFloatArray());
      double loss = error(before.decode(latents), pixels);
      double trained = error(after.decode(latents), pixels);
      assertTrue(trained < loss, trained + " " + loss);
    }
  }

  private static double error(NDArray decoded, NDArray pixels) {
    return decoded.sub(pixels).square().mean().getFloat();
  }

  /** Squares are cut out of the clips, and must fit. */
  @Test
  void cutsSquares() {
    newFitter(settings(Optional.empty(), 2, 16, 100)).fit(request("cut"));
    for (int crop : new int[] {24, 9}) {
      String message =
          refusal(newFitter(settings(Optional.empty(), 2, crop, 100)), request("none"));
      assertTrue(message.contains("fit.codec.crop = " + crop), message);
    }
  }

  private static String refusal(CodecFitter fitter, CodecFitter.Request request) {
    return String.valueOf(
        assertThrows(InputException.class, () -> fitter.fit(request)).getMessage());
  }
}
