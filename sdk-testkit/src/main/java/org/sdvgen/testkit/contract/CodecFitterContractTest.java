package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;

/**
 * Extend this to test a fitter, which makes a codec from clips. Clips have 9 frames of 16x24
 * pixels.
 */
public abstract class CodecFitterContractTest {
  private static final int FRAMES = 9;
  private static final int HEIGHT = 16;
  private static final int WIDTH = 24;

  @TempDir private Path folder = Path.of("");

  /** For subclasses. */
  protected CodecFitterContractTest() {}

  /**
   * Makes a fitter that is done within seconds, in at least four steps.
   *
   * @return the fitter
   */
  protected abstract CodecFitter newFitter();

  /**
   * Loads the codec that the fitter has written.
   *
   * @param scope a manager on the codec's device, closed after the codec
   * @param output file or folder
   * @return the codec; the test closes it
   */
  protected abstract LatentCodec load(NDManager scope, Path output);

  /**
   * A manager on the codec's device.
   *
   * @return the manager; the test closes it
   */
  protected abstract NDManager newScope();

  /** The reported quality is that of the written codec on the held-out clips. */
  @Test
  void quality() {
    Path output = folder.resolve("codec");
    List<PixelClip> heldOut = clips(40, 3);
    CodecFitter.Fit fit =
        newFitter().fit(CodecFitter.Request.of(clips(0, 8), heldOut, output)).orElseThrow();
    try (NDManager scope = newScope();
        LatentCodec codec = load(scope, output)) {
      assertEquals(codec.geometry(), fit.geometry());
      NDArray pixels = PixelClip.stack(heldOut, scope);
      NDArray squares = codec.decode(codec.encode(pixels).mean()).sub(pixels).square();
      assertEquals(psnr(squares.get(":,:,:1")), fit.firstFramePsnr(), 0.01);
      assertEquals(psnr(squares.get(":,:,1:")), fit.laterFramesPsnr(), 0.01);
    }
  }

  private static double psnr(NDArray squares) {
    return 10 * Math.log10(4 / squares.mean().getFloat());
  }

  /** The same clips give the same bytes. */
  @Test
  void sameClipsGiveTheSameResult() throws IOException {
    assertEqualFiles(fitted("one"), fitted("two"));
  }

  /** A stopped fit writes no result; resumed, it has that of a fit that was not stopped. */
  @Test
  void stoppedFitGoesOn() throws IOException {
    Path stopped = folder.resolve("stopped");
    List<Long> steps = new ArrayList<>();
    CodecFitter.Request request =
        new CodecFitter.Request(
            clips(0, 8),
            clips(40, 2),
            stopped,
            advance -> steps.add(advance.done()),
            () -> steps.size() == 2);
    assertTrue(newFitter().fit(request).isEmpty());
    assertEquals(2, steps.size());
    assertFalse(Files.exists(stopped));
    assertEqualFiles(fitted("whole"), fitted("stopped"));
  }

  /** Steps count up to the last one, also over a stop. */
  @Test
  void progressEndsWithTheLastStep() {
    List<CodecFitter.Advance> advances = new ArrayList<>();
    CodecFitter.Request request =
        new CodecFitter.Request(
            clips(0, 8), clips(40, 2), folder.resolve("codec"), advances::add, () -> false);
    newFitter().fit(request);
    for (int i = 0; i < advances.size(); i++) {
      assertEquals(i + 1, advances.get(i).done());
      assertEquals(advances.size(), advances.get(i).of());
    }
  }

  /** Clips that the codec cannot take are refused before anything is written. */
  @Test
  void clipsThatDoNotFitAreRefused() {
    Path output = folder.resolve("codec");
    List<PixelClip> cut = clips(0, 2).stream().map(clip -> clip.frame(0)).toList();
    List<PixelClip> narrow =
        cut.stream()
            .map(clip -> new PixelClip(3, 1, HEIGHT * WIDTH / 17, 17, new float[3 * 22 * 17]))
            .toList();
    assertRefused(CodecFitter.Request.of(narrow, clips(40, 2), output));
    assertRefused(CodecFitter.Request.of(clips(0, 2), narrow, output));
    assertFalse(Files.exists(output));
  }

  private void assertRefused(CodecFitter.Request request) {
    CodecFitter fitter = newFitter();
    String message =
        String.valueOf(assertThrows(InputException.class, () -> fitter.fit(request)).getMessage());
    assertTrue(message.contains("17x22"), message);
  }

  private Path fitted(String name) {
    Path output = folder.resolve(name);
    CodecFitter.Request request = CodecFitter.Request.of(clips(0, 8), clips(40, 2), output);
    assertTrue(newFitter().fit(request).isPresent());
    return output;
  }

  private static void assertEqualFiles(Path expected, Path actual) throws IOException {
    SortedMap<String, byte[]> want = contents(expected);
    SortedMap<String, byte[]> have = contents(actual);
    assertEquals(want.keySet(), have.keySet());
    want.forEach((name, bytes) -> assertArrayEquals(bytes, have.get(name), name));
  }

  private static SortedMap<String, byte[]> contents(Path root) throws IOException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /**
   * Clips of a rectangle that moves before a slope of colour.
   *
   * @param first number of the first one
   * @param count number of values
   * @return the clips
   */
  protected static List<PixelClip> clips(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(CodecFitterContractTest::clip).toList();
  }

  private static PixelClip clip(int number) {
    float[] values = new float[3 * FRAMES * HEIGHT * WIDTH];
    int at = 0;
    for (int c = 0; c < 3; c++) {
      for (int f = 0; f < FRAMES; f++) {
        int left = (5 * number + f) % (WIDTH - 6);
        int top = 3 * number % (HEIGHT - 6);
        for (int y = 0; y < HEIGHT; y++) {
          for (int x = 0; x < WIDTH; x++) {
            boolean inside = x >= left && x < left + 6 && y >= top && y < top + 6;
            double slope = (double) (x + (c + number) % 3 * y) / (WIDTH + 2 * HEIGHT);
            values[at++] = (float) (inside ? Math.cos(number + 2 * c) : slope);
          }
        }
      }
    }
    return new PixelClip(3, FRAMES, HEIGHT, WIDTH, values);
  }
}
