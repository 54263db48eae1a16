package org.sdvgen.data.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.toyworld.ToyClips;
import org.sdvgen.data.toyworld.ToyRenderer;
import org.sdvgen.data.toyworld.ToySplit;
import org.sdvgen.data.toyworld.ToyWorld;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;
import org.sdvgen.testkit.contract.CodecContract;

/** The linear codec keeps the contract and loses no more than its channels say. */
class LinearCodecTest implements CodecContract {
  private static final ToyWorld WORLD = new ToyWorld(3, ToySplit.TRAINING, 100);
  private static final int VALUES = 3 * 4 * 2 * 2;

  @TempDir private Path folder;

  private static List<PixelClip> clips(int count) {
    return LongStream.range(0, count)
        .mapToObj(
            index ->
                ToyRenderer.draw(
                    WORLD.clip(index, ToyClips.SAME_SUBJECTS).scene(),
                    View.whole(8, 12, Fit.COVER),
                    5))
        .toList();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private CodecFitter.Fit fit(String name, int channels) {
    CodecFitter.Request request = CodecFitter.Request.of(clips(20), clips(20), file(name));
    return new LinearCodecFitter(new LinearFitSettings(channels, 2, 4)).fit(request).orElseThrow();
  }

  private LinearCodec load(String name) {
    return LinearCodec.load(new LinearCodecSettings(file(name), DeviceName.CPU));
  }

  @Override
  public void withCodec(BiConsumer<LatentCodec, NDManager> test) {
    fit("codec", 6);
    try (LinearCodec codec = load("codec");
        NDManager scope = Devices.newManager(Devices.cpu())) {
      test.accept(codec, scope);
    }
  }

  @Test
  void allComponentsLoseNothing() {
    assertTrue(fit("all", VALUES).laterFramesPsnr() > 80);
    try (LinearCodec codec = load("all");
        NDManager scope = Devices.newManager(Devices.cpu())) {
      for (PixelClip clip : clips(3)) {
        NDArray pixels = PixelClip.stack(List.of(clip), scope);
        NDArray decoded = codec.decode(codec.encode(pixels).mean());
        assertArrayEquals(clip.values(), decoded.toFloatArray(), 1e-3f);
      }
    }
  }

  @Test
  void moreComponentsLoseLess() {
    CodecFitter.Fit few = fit("few", 3);
    CodecFitter.Fit many = fit("many", 12);
    assertEquals(new LatentGeometry(12, 2, 4), many.geometry());
    assertTrue(many.firstFramePsnr() > few.firstFramePsnr() + 3, few + " " + many);
    assertTrue(many.laterFramesPsnr() > few.laterFramesPsnr() + 1, few + " " + many);
  }

  @Test
  void sameClipsGiveTheSameFile() throws IOException {
    fit("one", 6);
    fit("two", 6);
    assertArrayEquals(Files.readAllBytes(file("one")), Files.readAllBytes(file("two")));
  }

  /** The first components are the strongest, and stay stronger than the rest. */
  @Test
  void latentsHaveAMeanSquareOfOne() {
    fit("codec", 6);
    try (LinearCodec codec = load("codec");
        NDManager scope = Devices.newManager(Devices.cpu())) {
      double total = 0;
      double first = 0;
      for (PixelClip clip : clips(20)) {
        NDArray squares = codec.encode(PixelClip.stack(List.of(clip), scope)).mean().square();
        total += squares.mean().getFloat() / 20;
        first += squares.get(":, 0").mean().getFloat() / 20;
      }
      assertEquals(1, total, 1e-3);
      assertTrue(first > 1.5, "first channel " + first);
    }
  }

  @Test
  void refusesWhatIsNoCodec() {
    fit("codec", 6);
    Path other = file("other");
    try (NDManager scope = Devices.newManager(Devices.cpu());
        SafetensorsFile codec = SafetensorsFile.open(file("codec"))) {
      SafetensorsWriter.write(other, Map.of("mean", codec.readAsStored(scope, "mean")), Map.of());
    }
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> load("other").close()).getMessage());
    assertTrue(message.contains("no tensor basis"), message);
  }

  @Test
  void refusesClipsThatDoNotFit() {
    LinearCodecFitter fitter = new LinearCodecFitter(new LinearFitSettings(6, 5, 4));
    CodecFitter.Request request = CodecFitter.Request.of(clips(1), clips(1), file("none"));
    assertThrows(InputException.class, () -> fitter.fit(request));
    assertThrows(IllegalArgumentException.class, () -> new LinearFitSettings(VALUES + 1, 2, 4));
  }
}
