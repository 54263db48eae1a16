package org.sdvgen.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.runtime.media.ImageWriter;
import org.sdvgen.runtime.media.RgbImage;
import org.sdvgen.runtime.media.VideoWriter;

/** Data sets in files: layouts, what is left out, and what fails at the start. */
class FileDataSetsTest {
  private static final View VIEW = View.whole(32, 32, Fit.COVER);

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void pairsAreReadFromJsonLinesRelativeToTheFile() throws IOException {
    picture("images/a.png");
    picture("images/b.png");
    Path file =
        write(
            "pairs.jsonl",
            """
            {"source": "images/a.png", "target": "images/b.png", "prompt": "A red chair at night", "subject": "red chair"}

            """);
    DataSource source = pairs(file);
    assertEquals(1, source.size());
    SubjectPair pair = (SubjectPair) source.sample(0);
    assertEquals("pairs.jsonl line 1", pair.id());
    assertEquals("A red chair at night", pair.prompt());
    assertEquals("red chair", pair.subject());
    assertEquals(32, pair.source().read(VIEW).width());
    assertEquals(32, pair.target().read(VIEW).height());
    assertEquals(List.of(), said);
  }

  @Test
  void pairsThatCannotBeUsedAreNamedWithTheReasonAndCounted() throws IOException {
    picture("a.png");
    write("words.png", "not a picture");
    Path file =
        write(
            "pairs.jsonl",
            """
            {"source": "a.png", "target": "a.png", "prompt": "a cat", "subject": "cat"}
            {"source": "a.png", "target": "missing.png", "prompt": "a cat", "subject": "cat"}
            {"source": "words.png", "target": "a.png", "prompt": "a cat", "subject": "cat"}
            {"source": "a.png", "target": "a.png", "prompt": "a cat", "subject": "dog"}
            {"source": "a.png", "target": "a.png", "subject": "cat"}
            this is not JSON
            """);
    assertEquals(1, pairs(file).size());
    assertTrue(said("missing.png: no such picture").startsWith("left out: pairs.jsonl line 2"));
    assertTrue(said("words.png").startsWith("left out: pairs.jsonl line 3"));
    assertTrue(said("does not occur in the prompt \"a cat\"").contains("line 4"));
    assertTrue(said("no column \"prompt\", only [source, subject, target]").contains("line 5"));
    assertTrue(said("not JSON").contains("line 6"));
    assertEquals(file + ": 1 of 6 samples can be used, 5 are left out", said.get(said.size() - 1));
  }

  @Test
  void aDataSetWithoutAUsablePairFailsWithAllReasons() throws IOException {
    Path file =
        write(
            "pairs.jsonl",
            """
            {"source": "x.png", "target": "y.png", "prompt": "a cat", "subject": "cat"}
            {"source": "z.png", "target": "y.png", "prompt": "a cat", "subject": "cat"}
            """);
    String message = failure(() -> pairs(file));
    assertTrue(message.startsWith(file + ": none of its 2 samples can be used"), message);
    assertTrue(message.contains("x.png: no such picture"), message);
    assertTrue(message.contains("z.png: no such picture"), message);
    assertTrue(failure(() -> pairs(write("empty.jsonl", ""))).contains("not a single sample"));
  }

  @Test
  void videosAreListedByCsvWithNamedColumns() throws IOException {
    video("clips/a.mp4", 9);
    Path file = write("metadata.csv", "\uFEFFvideo,caption\nclips/a.mp4,\"a wave, moving\"\n");
    DataSource source =
        CaptionedVideos.load(
            new CaptionedVideosConfig(file, "video", "caption", 0, FileCheck.HEADER), context());
    CaptionedVideo video = (CaptionedVideo) source.sample(0);
    assertEquals("a wave, moving", video.caption());
    PixelClip clip = video.video().read(new ClipRequest(VIEW, 9, 8, 0));
    assertEquals(9, clip.frames());
  }

  @Test
  void aFolderMayHoldItsMetadata() throws IOException {
    video("a.mp4", 9);
    write("metadata.jsonl", "{\"file_name\": \"a.mp4\", \"text\": \"a wave\"}\n");
    assertEquals("a wave", ((CaptionedVideo) videos(0).sample(0)).caption());
    write("metadata.csv", "file_name,text\na.mp4,a wave\n");
    assertTrue(failure(() -> videos(0)).contains("holds both"));
  }

  @Test
  void captionsMayStandBesideTheVideos() throws IOException {
    video("b.mp4", 9);
    write("b.txt", "second\n");
    video("a.mp4", 9);
    write("a.txt", "first");
    video("c.mp4", 9);
    write("d.mp4", "words, not frames");
    write("d.txt", "nothing to see");
    write("e.mp4", "x");
    write("e.txt", "  ");
    DataSource source = videos(0);
    assertEquals(2, source.size());
    assertEquals("first", ((CaptionedVideo) source.sample(0)).caption());
    assertEquals("second", ((CaptionedVideo) source.sample(1)).caption());
    assertTrue(said("c.mp4: its caption is missing, expected in c.txt").startsWith("left out"));
    assertTrue(said("d.mp4: this is not a video file").startsWith("left out"));
    assertTrue(said("e.txt: the caption is empty").startsWith("left out"));
  }

  @Test
  void videosThatAreTooShortAreLeftOut() throws IOException {
    video("long.mp4", 17);
    write("long.txt", "a long wave");
    video("short.mp4", 4);
    write("short.txt", "a short wave");
    assertEquals(1, videos(2).size());
    said("short.mp4: too short: 0.50 s, at least 2.00 s are wanted");
  }

  @Test
  void aMetadataFileOfAnotherKindIsRefused() throws IOException {
    Path file = write("pairs.yaml", "source: a.png");
    assertTrue(failure(() -> pairs(file)).contains(".jsonl and .csv"));
    assertTrue(failure(() -> pairs(folder.resolve("none.jsonl"))).contains("no such file"));
  }

  private DataSource pairs(Path file) {
    SubjectPairsConfig config =
        new SubjectPairsConfig(file, "source", "target", "prompt", "subject", FileCheck.HEADER);
    return SubjectPairs.load(config, context());
  }

  private DataSource videos(double minSeconds) {
    CaptionedVideosConfig config =
        new CaptionedVideosConfig(folder, "file_name", "text", minSeconds, FileCheck.HEADER);
    return CaptionedVideos.load(config, context());
  }

  private ComponentContext context() {
    return new ComponentContext(List.of(), 0, said::add);
  }

  private String said(String part) {
    return said.stream()
        .filter(sentence -> sentence.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody said \"" + part + "\": " + said));
  }

  private static String failure(Executable work) {
    return Objects.requireNonNull(assertThrows(InputException.class, work).getMessage());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void picture(String name) {
    ImageWriter.writePng(folder.resolve(name), new RgbImage(40, 30, new byte[40 * 30 * 3]));
  }

  private void video(String name, int frames) {
    float[] grey = new float[3 * frames * 32 * 32];
    VideoWriter.write(folder.resolve(name), new PixelClip(3, frames, 32, 32, grey), 8);
  }
}
