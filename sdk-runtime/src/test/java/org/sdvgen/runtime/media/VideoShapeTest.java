package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;

/** Videos whose stored frames are not what is shown, and ones without an index of key frames. */
class VideoShapeTest {
  private static final int STARTS = 20;
  private static final View VIEW_OF_BARS = View.whole(TestVideo.HEIGHT, TestVideo.WIDTH, Fit.COVER);

  @TempDir Path folder;

  @Test
  void aCleanApertureIsCutOut() throws IOException {
    RgbImage shown = first(TestPictures.file("mp4-clap-64x48-of-96x64.mp4"));
    assertArrayEquals(whole().part(16, 8, 64, 48).rgb(), shown.rgb());
  }

  @Test
  void aLeftCropOfTheStreamIsFollowedToThePixel() throws IOException {
    RgbImage shown = first(TestPictures.file("h264-left-crop-16.mp4"));
    TestPictures.assertLike(whole().part(16, 0, 64, 64), shown, 4, 120);
  }

  @Test
  void aTurnThatOnlyTheStreamAsksForIsFollowed() throws IOException {
    Path file = TestPictures.file("mp4-turned-by-sei-only.mp4");
    TestPictures.assertLike(whole().oriented(Orientation.THREE_QUARTER_TURN), first(file), 4, 120);
    List<String> said = new ArrayList<>();
    VideoFile video = new VideoFile(file, said::add);
    assertEquals("turned by 270 degrees", video.probe().turned());
    // Only the first frame says so; it holds for the later ones.
    video.read(new ClipRequest(View.whole(96, 64, Fit.COVER), 1, 24, 1));
    assertTrue(said.get(0).contains("64x96") && said.get(0).contains("turned by 270"), said.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"red-half-transparent-vp8.webm", "red-half-transparent-vp9.webm"})
  void transparencyOfWebmIsCompositedOverWhite(String name) {
    List<String> said = new ArrayList<>();
    RgbImage image =
        RgbImage.of(
            new VideoFile(TestPictures.file(name), said::add)
                .read(new ClipRequest(View.whole(16, 32, Fit.COVER), 1, 8, 0)),
            0);
    assertEquals(255, image.sample(4, 8, 1), 12);
    assertEquals(254, image.sample(28, 8, 0), 12);
    assertEquals(0, image.sample(28, 8, 1), 12);
    assertTrue(said.get(0).contains("transparency composited over white"), said.get(0));
  }

  @Test
  void anAnimatedWebpIsRefusedByName() {
    Path file = TestPictures.file("webp-animated-8-frames.webp");
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> new VideoFile(file, n -> {}).probe())
                .getMessage());
    assertTrue(message.startsWith(file + ": animated WebP"), message);
  }

  /** Every start gives the frame that decoding from the beginning gives. */
  @ParameterizedTest
  @CsvSource({"ts-one-key-frame-3s.ts,24,72", "ts-clock-wraps.ts,12,24", "ts-open-groups.ts,12,24"})
  void everyStartOfATransportStreamIsFound(String name, int rate, int frames) {
    VideoFile video = new VideoFile(TestPictures.file(name), n -> {});
    View view = View.whole(64, 96, Fit.COVER);
    PixelClip all = video.read(new ClipRequest(view, frames, rate, 0));
    for (int i = 0; i <= STARTS; i++) {
      double start = (double) i / STARTS;
      PixelClip clip = video.read(new ClipRequest(view, 1, rate, start));
      int frame = (int) Math.floor(start * (frames - 1) + 1e-3);
      assertArrayEquals(
          RgbImage.of(all, frame).rgb(), RgbImage.of(clip, 0).rgb(), "start " + start);
    }
  }

  /** Its decoder paints on grey what refers to a frame that it was not given. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void everyStartOfMpeg4InATransportStreamIsDecodedFromAKeyFrame(int bFrames) {
    int frames = 2 * STARTS + 1;
    Path file = folder.resolve("clip.ts");
    VideoFile video =
        new VideoFile(TestVideo.atRate(25, frames).bFrames(bFrames).write(file), n -> {});
    for (int i = 0; i <= STARTS; i++) {
      PixelClip clip =
          video.read(new ClipRequest(VIEW_OF_BARS, 1, 25, (i + 0.01) / (STARTS + 0.01)));
      assertEquals(2 * i, TestVideo.number(clip, 0), "start " + i);
    }
  }

  /** Frames that refer to the damaged one are decoded without a word of it. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void aDamagedKeyFrameIsFoundWhereverAClipBegins(double damagedFrom) throws IOException {
    Path file = TestVideo.atRate(25, 41).write(folder.resolve("damaged.mp4"));
    damageSecondKeyFrame(file, damagedFrom);
    VideoFile video = new VideoFile(file, n -> {});
    for (int frame : new int[] {12, 13, 20}) {
      ClipRequest request = new ClipRequest(VIEW_OF_BARS, 1, 25, (frame + 0.01) / 40);
      String message =
          String.valueOf(
              assertThrows(InputException.class, () -> video.read(request)).getMessage());
      assertTrue(message.startsWith(file + ": damaged or cut off after 0.4"), message);
    }
    PixelClip before = video.read(new ClipRequest(VIEW_OF_BARS, 1, 25, 10.01 / 40));
    assertEquals(10, TestVideo.number(before, 0));
    PixelClip behind = video.read(new ClipRequest(VIEW_OF_BARS, 1, 25, 25.01 / 40));
    assertEquals(25, TestVideo.number(behind, 0));
  }

  /** Five seconds were announced and indexed; the file ends earlier. */
  @Test
  void theLastFrameOfAFileWhoseIndexLeadsBeyondItsEndIsFound() {
    VideoFile video = new VideoFile(TestPictures.file("mkv-cut-with-index-in-front.mkv"), n -> {});
    View view = View.whole(48, 64, Fit.COVER);
    int frames = (int) video.decodeAll();
    assertTrue(frames > 6 && frames < 30, frames + " frames");
    PixelClip all = video.read(new ClipRequest(view, frames, 12, 0));
    PixelClip last = video.read(new ClipRequest(view, 1, 12, 1));
    assertArrayEquals(RgbImage.of(all, frames - 1).rgb(), RgbImage.of(last, 0).rgb());
  }

  /** Overwrites the key frame behind the very first one, from some part of it to its end. */
  private static void damageSecondKeyFrame(Path file, double from) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (VideoPackets packets = VideoPackets.open(MediaFile.whole(file))) {
      packets.next("damaged");
      packets.nextKey("damaged");
      int begin = (int) packets.packet().pos();
      int size = packets.packet().size();
      Arrays.fill(bytes, begin + (int) (from * size), begin + size, (byte) 0x55);
    }
    Files.write(file, bytes);
  }

  /** The same encoder's picture without its clean aperture. */
  private RgbImage whole() throws IOException {
    byte[] bytes = Files.readAllBytes(TestPictures.file("mp4-clap-64x48-of-96x64.mp4"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("clap", "free");
    Path file = folder.resolve("whole.mp4");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    return first(file);
  }

  private static RgbImage first(Path file) {
    VideoFile video = new VideoFile(file, n -> {});
    VideoInfo info = video.probe();
    View view = View.whole(info.height(), info.width(), Fit.COVER);
    return RgbImage.of(video.read(new ClipRequest(view, 1, 8, 0)), 0);
  }
}
