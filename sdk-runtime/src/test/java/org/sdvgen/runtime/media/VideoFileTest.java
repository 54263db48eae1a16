package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;

/** The frames chosen from real video files, and the messages for files that cannot be used. */
class VideoFileTest {
  private static final View STORED = View.whole(TestVideo.HEIGHT, TestVideo.WIDTH, Fit.COVER);

  @TempDir Path folder;

  @Test
  void framesOf60FpsAreChosenByPresentationTime() {
    Path file = TestVideo.atRate(60, 120).write(folder.resolve("a.mp4"));
    assertArrayEquals(new int[] {0, 7, 15, 22, 30, 37, 45, 52}, numbers(file, request(8, 8, 0)));
  }

  @Test
  void aSlowerVideoRepeatsFramesAndSaysSo() {
    Path file = TestVideo.atRate(4, 8).write(folder.resolve("a.mp4"));
    List<String> said = new ArrayList<>();
    PixelClip clip = new VideoFile(file, said::add).read(request(6, 8, 0));
    assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2}, numbers(clip));
    assertTrue(said.get(0).contains("3 of them a repeat"), said.get(0));
  }

  @Test
  void variableRateIsFollowed() {
    // 10 frames in the first second, then one that stays for a second, then 10 in the third.
    long[] times = new long[21];
    for (int k = 0; k < 10; k++) {
      times[k] = 100L * k;
      times[11 + k] = 2000 + 100L * k;
    }
    times[10] = 1000;
    Path file = TestVideo.atMillis(times).write(folder.resolve("a.mp4"));
    assertArrayEquals(new int[] {0, 5, 10, 10, 11, 16}, numbers(file, request(6, 2, 0)));
  }

  @Test
  void matroskaTimesThatAreRoundedToMillisecondsAreTakenForWhatTheyMean() {
    Path file = TestVideo.atRate(60, 60).write(folder.resolve("a.mkv"));
    assertArrayEquals(
        IntStream.range(0, 15).map(k -> 4 * k).toArray(), numbers(file, request(15, 15, 0)));
  }

  @Test
  void bFramesComeInPresentationOrder() {
    Path file = TestVideo.atRate(24, 48).bFrames(2).write(folder.resolve("a.mp4"));
    assertArrayEquals(IntStream.range(0, 24).toArray(), numbers(file, request(24, 24, 0)));
  }

  @Test
  void tenBitVideoIsRead() {
    // ffv1 is the quickest encoder of this build that writes yuv420p10.
    Path file =
        TestVideo.atRate(8, 16)
            .codec("ffv1", avutil.AV_PIX_FMT_YUV420P10LE)
            .write(folder.resolve("a.mkv"));
    PixelClip clip = read(file, request(8, 8, 0));
    assertArrayEquals(IntStream.range(0, 8).toArray(), numbers(clip));
    // Luma 40 of 16..235 is (40 - 16) / 219 of the range.
    assertEquals(2 * 24 / 219.0 - 1, clip.values()[0], 0.01);
  }

  @Test
  void highDynamicRangeIsRefusedByName() {
    Path file =
        TestVideo.atRate(8, 8)
            .codec("ffv1", avutil.AV_PIX_FMT_YUV420P10LE)
            .transfer(avutil.AVCOL_TRC_ARIB_STD_B67)
            .write(folder.resolve("bright.mkv"));
    String message = failure(file, request(8, 8, 0));
    assertTrue(message.contains("bright.mkv: high dynamic range"), message);
  }

  @Test
  void soundBesideTheVideoIsPassedOver() {
    Path file = TestVideo.atRate(30, 30).audio().write(folder.resolve("a.mp4"));
    assertArrayEquals(new int[] {0, 3, 7, 11, 15, 18, 22, 26}, numbers(file, request(8, 8, 0)));
  }

  @Test
  void aTurnedVideoIsTurnedUpright() {
    Path file = TestVideo.atRate(8, 8).rotation(90).write(folder.resolve("a.mp4"));
    VideoInfo info = new VideoFile(file, ignored -> {}).probe();
    assertEquals(TestVideo.HEIGHT, info.width());
    assertEquals(TestVideo.WIDTH, info.height());
    assertEquals("turned by 90 degrees", info.turned());
    View upright =
        View.whole(/* height= */ TestVideo.WIDTH, /* width= */ TestVideo.HEIGHT, Fit.COVER);
    PixelClip clip = read(file, new ClipRequest(upright, 8, 8, 0));
    for (int f = 0; f < 8; f++) {
      assertEquals(f, TestVideo.numberOfLyingBars(clip, f));
    }
  }

  @Test
  void pixelsThatAreNotSquareKeepTheirShape() {
    Path file = TestVideo.atRate(8, 8).pixelAspect(4, 3).write(folder.resolve("a.mp4"));
    VideoInfo info = new VideoFile(file, ignored -> {}).probe();
    assertEquals(128, info.width());
    assertEquals(64, info.height());
    assertEquals(OptionalDouble.of(2), new VideoFile(file, ignored -> {}).aspectRatio());
    // At the shown shape nothing is cut: all bars are there.
    PixelClip clip = read(file, new ClipRequest(View.whole(64, 128, Fit.COVER), 8, 8, 0));
    assertArrayEquals(IntStream.range(0, 8).toArray(), numbers(clip));
  }

  @Test
  void aLaterStartSeeksToTheRightFrame() {
    Path file = TestVideo.atRate(30, 300).bFrames(2).write(folder.resolve("a.mp4"));
    int span = 7 * 30 / 5;
    assertArrayEquals(
        IntStream.range(0, 8).map(k -> 299 - span + 6 * k).toArray(),
        numbers(file, request(8, 5, 1)));
    int middle = numbers(file, request(8, 5, 0.5))[0];
    assertEquals((299 - span) / 2, middle);
  }

  @Test
  void memoryDoesNotGrowWithTheVideo() {
    Path file = TestVideo.atRate(60, 3000).size(320, 240).write(folder.resolve("long.mp4"));
    ClipRequest request = new ClipRequest(View.whole(24, 32, Fit.COVER), 49, 1, 0);
    read(file, request);
    long before = Pointer.physicalBytes();
    PixelClip clip = read(file, request);
    long grown = Pointer.physicalBytes() - before;
    assertEquals(49, clip.frames());
    // All decoded frames together are 345 MB.
    assertTrue(grown < 100_000_000, "grown by " + grown);
  }

  @Test
  void aVideoThatIsTooShortSaysByHowMuch() {
    Path file = TestVideo.atRate(8, 20).write(folder.resolve("short.mp4"));
    String message = failure(file, request(49, 8, 0));
    assertTrue(message.contains("short.mp4"), message);
    assertTrue(message.contains("49 frames at 8"), message);
    assertTrue(message.contains("end after 2.50 s, enough for 20"), message);
    assertEquals(20, read(file, request(20, 8, 0)).frames());
  }

  @Test
  void aTextFileNamedMp4IsRefusedByName() throws IOException {
    Path file = folder.resolve("notes.mp4");
    Files.writeString(file, "this is not a video\n".repeat(50));
    String message = failure(file, request(1, 8, 0));
    assertTrue(message.startsWith(file + ": "), message);
  }

  @Test
  void aFileCutOffBeforeItsIndexIsRefused() throws IOException {
    Path whole = TestVideo.atRate(8, 40).write(folder.resolve("whole.mp4"));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(failure(cut, request(4, 8, 0)).contains("cut.mp4"));
  }

  @Test
  void aFileCutOffInItsFramesIsRefusedWhereTheClipNeedsThem() throws IOException {
    Path whole = TestVideo.atRate(8, 40).write(folder.resolve("whole.mkv"));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.mkv");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(failure(cut, request(40, 8, 0)).contains("cut.mkv"));
    assertArrayEquals(new int[] {0, 1, 2, 3}, numbers(cut, request(4, 8, 0)));
  }

  @Test
  void flippedBitsAreNotedAsDamage() throws IOException {
    Path file = TestVideo.atRate(8, 40).write(folder.resolve("flipped.mp4"));
    byte[] bytes = Files.readAllBytes(file);
    for (int at = bytes.length / 4; at < bytes.length / 4 + 400; at++) {
      bytes[at] ^= (byte) (at * 31);
    }
    Files.write(file, bytes);
    String message = failure(file, request(40, 8, 0));
    assertTrue(message.contains("flipped.mp4: damaged"), message);
  }

  @Test
  void soundAloneIsNoVideo() throws IOException {
    Path file = folder.resolve("tone.wav");
    Files.write(file, wav());
    String message = failure(file, request(1, 8, 0));
    assertTrue(message.contains("no video stream"), message);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere.mp4");
    assertEquals(file + ": no such file", failure(file, request(1, 8, 0)));
  }

  private static byte[] wav() {
    byte[] header = {
      'R',
      'I',
      'F',
      'F',
      0x64,
      2,
      0,
      0,
      'W',
      'A',
      'V',
      'E',
      'f',
      'm',
      't',
      ' ',
      16,
      0,
      0,
      0,
      1,
      0,
      1,
      0,
      0x40,
      0x1F,
      0,
      0,
      (byte) 0x80,
      0x3E,
      0,
      0,
      2,
      0,
      16,
      0,
      'd',
      'a',
      't',
      'a',
      0x40,
      2,
      0,
      0
    };
    return Arrays.copyOf(header, header.length + 0x240);
  }

  private static ClipRequest request(int frames, double framesPerSecond, double start) {
    return new ClipRequest(STORED, frames, framesPerSecond, start);
  }

  private static PixelClip read(Path file, ClipRequest request) {
    return new VideoFile(file, ignored -> {}).read(request);
  }

  private static String failure(Path file, ClipRequest request) {
    return Objects.requireNonNull(
        assertThrows(InputException.class, () -> read(file, request)).getMessage());
  }

  private static int[] numbers(Path file, ClipRequest request) {
    return numbers(read(file, request));
  }

  private static int[] numbers(PixelClip clip) {
    return IntStream.range(0, clip.frames()).map(f -> TestVideo.number(clip, f)).toArray();
  }
}
