package org.sdvgen.data.videos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Video;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.files.SampleFolder;

/** Videos in files: layouts, what is skipped, and what fails at the start. */
class VideoFilesTest {
  private static final View VIEW = View.whole(32, 32, Fit.COVER);

  @TempDir Path folder;
  private SampleFolder files;

  @BeforeEach
  void open() {
    files = new SampleFolder(folder);
  }

  @Test
  void videosAreListedByCsvWithNamedColumns() {
    files.video("clips/a.mp4", 9);
    Path file = files.text("metadata.csv", "\uFEFFvideo,caption\nclips/a.mp4,\"a wave, moving\"\n");
    DataSource source = CaptionedVideos.load(config(file, 0, FileCheck.HEADER), files.context());
    CaptionedVideo video = (CaptionedVideo) source.sample(0);
    assertEquals("a wave, moving", video.caption());
    PixelClip clip = video.video().read(new ClipRequest(VIEW, 9, 8, 0));
    assertEquals(9, clip.frames());
  }

  @Test
  void aFolderMayHoldItsMetadata() {
    files.video("a.mp4", 9);
    files.text("metadata.jsonl", "{\"file_name\": \"a.mp4\", \"text\": \"a wave\"}\n");
    assertEquals("a wave", ((CaptionedVideo) videos(0).sample(0)).caption());
    files.text("metadata.csv", "file_name,text\na.mp4,a wave\n");
    assertTrue(failure(() -> videos(0)).contains("several metadata files"));
  }

  @Test
  void captionsMayStandBesideTheVideos() {
    files.video("b.mp4", 9);
    files.text("b.txt", "second\n");
    files.video("a.mp4", 9);
    files.text("a.txt", "first");
    files.video("c.mp4", 9);
    files.text("d.mp4", "words, not frames");
    files.text("d.txt", "nothing to see");
    files.text("e.mp4", "x");
    files.text("e.txt", "  ");
    DataSource source = videos(0);
    assertEquals(2, source.size());
    assertEquals("first", ((CaptionedVideo) source.sample(0)).caption());
    assertEquals("second", ((CaptionedVideo) source.sample(1)).caption());
    assertTrue(
        files.said("c.mp4: its caption is missing, expected in c.txt").startsWith("skipped"));
    assertTrue(files.said("d.mp4: this is not a video file").startsWith("skipped"));
    assertTrue(files.said("e.txt: the caption is empty").startsWith("skipped"));
  }

  @Test
  void videosThatAreTooShortAreLeftOut() {
    files.video("long.mp4", 17);
    files.text("long.txt", "a long wave");
    files.video("short.mp4", 4);
    files.text("short.txt", "a short wave");
    assertEquals(1, videos(2).size());
    files.said("short.mp4: too short: 0.50 s, at least 2.00 s are wanted");
  }

  @Test
  void checkingTheContentFindsWhatHeadersHide() throws IOException {
    files.video("whole.mp4", 40);
    files.text("whole.txt", "a wave");
    byte[] bytes = Files.readAllBytes(folder.resolve("whole.mp4"));
    // The index stands in front, so a file that was cut off still opens.
    byte[] damaged = bytes.clone();
    Arrays.fill(damaged, bytes.length * 3 / 4, bytes.length * 3 / 4 + 40, (byte) 0);
    Files.write(folder.resolve("damaged.mp4"), damaged);
    files.text("damaged.txt", "a broken wave");
    assertEquals(2, videos(0).size());
    assertEquals(
        1, CaptionedVideos.load(config(folder, 0, FileCheck.CONTENT), files.context()).size());
    assertTrue(files.said("damaged.mp4: damaged or cut off after").startsWith("skipped"));
  }

  @Test
  void aFileThatIsCutOffIsLeftOut() throws IOException {
    files.video("whole.mp4", 40);
    files.text("whole.txt", "a wave");
    byte[] bytes = Files.readAllBytes(folder.resolve("whole.mp4"));
    Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length - 300));
    files.text("cut.txt", "half a wave");
    assertEquals(1, videos(0).size());
    assertTrue(files.said("cut.mp4: damaged or cut off near its end").startsWith("skipped"));
  }

  @Test
  void lengthsAreKnownBeforehandUnlessNoFileIsToBeOpened() {
    files.video("a.mp4", 9);
    files.text("a.txt", "a wave");
    Video video = ((CaptionedVideo) videos(0).sample(0)).video();
    assertEquals(9 / 8.0, video.seconds().orElseThrow(), 1e-9);
    video.read(new ClipRequest(VIEW, 9, 8, 0));
    assertThrows(InputException.class, () -> video.read(new ClipRequest(VIEW, 10, 8, 0)));
    DataSource unopened =
        CaptionedVideos.load(config(folder, 0, FileCheck.EXISTS), files.context());
    assertTrue(((CaptionedVideo) unopened.sample(0)).video().seconds().isEmpty());
  }

  @Test
  void aPictureIsAVideoOfOneFrame() throws IOException {
    files.picture("a.png");
    ImageIO.write(
        new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB),
        "jpeg",
        folder.resolve("b.jpg").toFile());
    for (String name : List.of("a.png", "b.jpg")) {
      files.text(
          "metadata.jsonl", "{\"file_name\": \"%s\", \"text\": \"a picture\"}".formatted(name));
      Video video = ((CaptionedVideo) videos(0).sample(0)).video();
      assertEquals(1, video.read(new ClipRequest(VIEW, 1, 8, 0)).frames());
      assertEquals(0.001, video.seconds().orElseThrow(), name);
    }
  }

  @Test
  void lineForLineTwoTextFilesAreRead() {
    files.video("clips/a.mp4", 9);
    files.text("prompts.txt", "a wave\na wave, again\n");
    files.text("videos.txt", "clips/a.mp4\nclips/a.mp4\n");
    DataSource source = videos(0);
    assertEquals(2, source.size());
    assertEquals("videos.txt line 2", source.sample(1).id());
    assertEquals("a wave, again", ((CaptionedVideo) source.sample(1)).caption());
    files.text("prompts.txt", "a wave\n");
    assertTrue(failure(() -> videos(0)).contains("same number of lines"));
  }

  @Test
  void endingsCountInUpperCaseToo() {
    files.video("a.mp4", 9);
    move("a.mp4", "CLIP.MP4");
    files.text("CLIP.TXT", "a wave");
    assertEquals("a wave", ((CaptionedVideo) videos(0).sample(0)).caption());
    assertEquals(List.of(), files.said());
  }

  @Test
  void whatIsPassedOverInAFolderIsNamed() throws IOException {
    files.video("a.mp4", 9);
    files.text("a.txt", "a wave");
    for (int i = 0; i < 7; i++) {
      files.text("note" + i + ".doc", "words");
    }
    files.text("b.txt", "a caption without its video");
    files.text("more/c.txt", "deeper");
    files.text(".DS_Store", "what a system leaves");
    Files.createSymbolicLink(folder.resolve("gone.mp4"), folder.resolve("nowhere.mp4"));
    assertEquals(1, videos(0).size());
    files.said(
        "skipped because of their endings: 7 (note0.doc, note1.doc, note2.doc, note3.doc,"
            + " note4.doc and 2 more); only files that end in .3g2, .3gp");
    files.said("no file of their name stands beside them: 1 (b.txt)");
    files.said("folders in it are not searched: 1 (more); move their files here");
    files.said("broken links: 1 (gone.mp4)");
    assertEquals(4, files.said().size(), files.said().toString());
  }

  @Test
  void aFolderWithoutSamplesSaysWhatItHolds() {
    files.text("day1/a.mp4", "deeper");
    files.text("shard.tar.gz", "packed");
    String message = failure(() -> videos(0));
    assertTrue(message.contains("there is not a single sample in it"), message);
    assertTrue(message.contains("folders in it are not searched: 1 (day1)"), message);
    assertTrue(message.contains("1 (shard.tar.gz)"), message);
    assertTrue(message.contains("unpack it to a .tar"), message);
  }

  private void move(String from, String to) {
    try {
      Files.move(folder.resolve(from), folder.resolve(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DataSource videos(double minSeconds) {
    return CaptionedVideos.load(config(folder, minSeconds, FileCheck.HEADER), files.context());
  }

  private static CaptionedVideosSettings config(Path path, double minSeconds, FileCheck check) {
    return new CaptionedVideosSettings(path, Optional.empty(), Optional.empty(), minSeconds, check);
  }

  private static String failure(Executable work) {
    return Objects.requireNonNull(assertThrows(InputException.class, work).getMessage());
  }
}
