package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;

/** What is written can be read again, and a file is there complete or not at all. */
class WritersTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(doubles = {8, 16, 24, 30000 / 1001.0})
  void anMp4FileHoldsTheClipAtItsRate(double framesPerSecond) {
    PixelClip clip = TestClips.waves(17, 48, 64);
    Path file = folder.resolve("deep/er/clip.mp4");
    VideoWriter.write(file, clip, framesPerSecond);
    VideoInfo info = new VideoFile(file, ignored -> {}).probe();
    assertEquals(framesPerSecond, info.framesPerSecond(), 0.01);
    assertEquals(17 / framesPerSecond, info.seconds(), 0.01);
    PixelClip back =
        new VideoFile(file, ignored -> {})
            .read(new ClipRequest(View.whole(48, 64, Fit.COVER), 17, framesPerSecond, 0));
    double psnr = TestClips.psnr(clip, back);
    assertTrue(psnr > 38, "PSNR " + psnr);
  }

  @ParameterizedTest
  @CsvSource({"16,16", "64,48", "50,34", "128,128", "320,176"})
  void noiseOfEveryStrengthCanBeWritten(int width, int height) {
    Path file = folder.resolve("noise.mp4");
    for (Pattern pattern : Pattern.values()) {
      PixelClip clip = TestClips.filled(5, height, width, pattern.levels(4));
      VideoWriter.write(file, clip, 8);
      PixelClip back =
          new VideoFile(file, ignored -> {})
              .read(new ClipRequest(View.whole(height, width, Fit.COVER), 5, 8, 0));
      // Chroma is stored for every four pixels, so only the mean is to come back.
      assertEquals(mean(clip), mean(back), 0.05, pattern + " at " + width + "x" + height);
    }
  }

  @Test
  void everyEndingHoldsWhatItSays() throws IOException {
    PixelClip clip = TestClips.waves(6, 30, 44);
    for (String ending : List.of("mp4", "webm", "GIF")) {
      Path file = folder.resolve("clip." + ending);
      VideoWriter.write(file, clip, 8);
      VideoFile video = new VideoFile(file, ignored -> {});
      assertEquals(8, video.probe().framesPerSecond(), 0.4, ending);
      PixelClip back = video.read(new ClipRequest(View.whole(30, 44, Fit.COVER), 6, 8, 0));
      double psnr = TestClips.psnr(clip, back);
      // A GIF has 256 colours.
      assertTrue(psnr > (ending.equals("GIF") ? 24 : 30), ending + ": " + psnr);
    }
    assertEquals("GIF8", begin("clip.GIF", 0));
    assertEquals("ftyp", begin("clip.mp4", 4));
    assertEquals("\u001aEß£", begin("clip.webm", 0));
  }

  /** The last frame is shown as long as the others are. */
  @ParameterizedTest
  @ValueSource(strings = {"mp4", "webm", "gif"})
  void aClipIsAsLongAsItsFrames(String ending) {
    Path file = folder.resolve("clip." + ending);
    VideoWriter.write(file, TestClips.waves(7, 32, 48), 4);
    assertEquals(7 / 4.0, new VideoFile(file, ignored -> {}).measure(), 2e-3);
    // What players take from the file itself.
    try (VideoPackets packets = VideoPackets.open(MediaFile.whole(file))) {
      double end = 0;
      while (packets.next("damaged")) {
        long ticks = packets.packet().pts() + packets.packet().duration();
        end = Math.max(end, ticks * packets.secondsPerTick());
      }
      assertEquals(7 / 4.0, end, 2e-3);
    }
  }

  @Test
  void aGifRepeatsWithoutEnd() throws IOException {
    Path file = folder.resolve("clip.gif");
    VideoWriter.write(file, TestClips.waves(3, 16, 16), 10);
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    // A block of three bytes: 1, and how often, where 0 has no end.
    assertTrue(bytes.contains("NETSCAPE2.0\3\1\0\0\0"));
  }

  @Test
  void aSizeBeyondTheFormatIsRefusedBeforeAnythingIsEncoded() {
    Path file = folder.resolve("clip.mp4");
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> VideoFormat.MP4.requireSize(file, 3842, 2160))
                .getMessage());
    assertTrue(message.contains("up to 3840x2160 pixels, not 3842x2160"), message);
    VideoFormat.MP4.requireSize(file, 3840, 2160);
  }

  /** Nobody can make a file there, whoever runs the tests. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatTakesNoFilesIsNoPlace() {
    Path file = Path.of("/proc/self/clip.mp4");
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> VideoWriter.requirePlace(file)).getMessage());
    assertTrue(message.startsWith(file + " cannot be written"), message);
  }

  private String begin(String name, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }

  @Test
  void anAnimatedWebpLosesNothing() throws IOException {
    PixelClip clip = TestClips.waves(5, 31, 17);
    Path file = folder.resolve("clip.webp");
    VideoWriter.write(file, clip, 8);
    WebpChunks chunks = WebpChunks.of(Files.readAllBytes(file));
    assertEquals(
        List.of(125, 125, 125, 125, 125),
        chunks.frames().stream().map(WebpChunks.Frame::millis).toList());
    assertArrayEquals(RgbImage.of(clip, 0).rgb(), TestPictures.read(file).rgb());
  }

  @ParameterizedTest
  @CsvSource({"clip.avi,8", "clip,8", "clip.mp4,1e9", "clip.gif,60", "clip.webm,0.001"})
  void whatCannotBeWrittenIsRefusedByName(String name, double framesPerSecond) {
    Path file = folder.resolve(name);
    String message =
        Objects.requireNonNull(
            assertThrows(
                    InputException.class,
                    () -> VideoWriter.write(file, TestClips.waves(2, 32, 32), framesPerSecond))
                .getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    boolean unknown = !name.matches(".*(mp4|gif|webm)");
    assertEquals(unknown, message.contains(".mp4, .webm, .webp, .gif"), message);
  }

  @Test
  void aPlaceIsCheckedBeforeAnythingIsWritten() throws IOException {
    VideoWriter.requirePlace(folder.resolve("new/clip.mp4"));
    assertEquals(List.of(folder.resolve("new")), files());
    Path notAFolder = Files.writeString(folder.resolve("file"), "x");
    for (Path wrong :
        List.of(notAFolder.resolve("clip.mp4"), Files.createDirectory(folder.resolve("a.mp4")))) {
      String message =
          String.valueOf(
              assertThrows(InputException.class, () -> VideoWriter.requirePlace(wrong))
                  .getMessage());
      assertTrue(message.startsWith(wrong.toString()), message);
    }
  }

  /** What a model without training may paint. */
  private enum Pattern {
    STRONG_NOISE,
    WEAK_NOISE,
    DOTS,
    CHECKERBOARD,
    BLACK;

    /** Levels in [-1, 1] by row and column. */
    ToDoubleBiFunction<Integer, Integer> levels(long seed) {
      Random random = new Random(seed);
      return switch (this) {
        case STRONG_NOISE -> (y, x) -> clamped(random.nextGaussian());
        case WEAK_NOISE -> (y, x) -> clamped(random.nextGaussian() / 2);
        case DOTS -> (y, x) -> random.nextBoolean() ? 1 : -1;
        case CHECKERBOARD -> (y, x) -> (x + y) % 2 * 2 - 1;
        case BLACK -> (y, x) -> -1;
      };
    }

    private static double clamped(double level) {
      return Math.max(-1, Math.min(1, level));
    }
  }

  private static double mean(PixelClip clip) {
    double sum = 0;
    for (float value : clip.values()) {
      sum += value;
    }
    return sum / clip.values().length;
  }

  @Test
  void theIndexOfAnMp4FileStandsInFront() throws IOException {
    Path file = folder.resolve("clip.mp4");
    VideoWriter.write(file, TestClips.waves(9, 32, 32), 8);
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(bytes.indexOf("moov") < bytes.indexOf("mdat"));
  }

  @Test
  void anOddSizeIsRefusedAndLeavesNothing() throws IOException {
    Path file = folder.resolve("clip.mp4");
    String message =
        Objects.requireNonNull(
            assertThrows(
                    InputException.class,
                    () -> VideoWriter.write(file, TestClips.waves(1, 33, 48), 8))
                .getMessage());
    assertTrue(message.contains("not 33"), message);
    assertEquals(List.of(), files());
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "x");
    Path file = notAFolder.resolve("clip.mp4");
    String message =
        Objects.requireNonNull(
            assertThrows(
                    InputException.class,
                    () -> VideoWriter.write(file, TestClips.waves(1, 32, 32), 8))
                .getMessage());
    assertTrue(message.contains(file + " cannot be written"), message);
  }

  @Test
  void pngFramesAreExactIn8Bits() {
    PixelClip clip = TestClips.waves(3, 10, 12);
    ImageWriter.writeFrames(folder.resolve("frames"), clip);
    PixelClip back =
        new PictureFile(folder.resolve("frames/0002.png"), ignored -> {})
            .read(View.whole(10, 12, Fit.COVER));
    assertArrayEquals(RgbImage.of(clip, 2).rgb(), RgbImage.of(back, 0).rgb());
  }

  @Test
  void aContactSheetShowsEveryFrameOfItsRows() {
    PixelClip clip = TestClips.waves(2, 4, 6);
    RgbImage sheet = new ContactSheet(3).row(clip, clip.frame(0)).row(clip).draw();
    assertEquals(3 * (6 * 3 + 2), sheet.width());
    assertEquals(2 * (4 * 3 + 2), sheet.height());
    RgbImage second = RgbImage.of(clip, 1);
    assertEquals(second.sample(5, 3, 1), sheet.sample(20 + 17, 11, 1));
    assertEquals(second.sample(0, 0, 2), sheet.sample(20, 14, 2));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
