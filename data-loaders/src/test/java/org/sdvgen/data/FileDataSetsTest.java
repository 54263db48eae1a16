package org.sdvgen.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
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
import org.sdvgen.data.SubjectPairsConfig.MissingSubject;

/** Data sets in files: layouts, what is left out, and what fails at the start. */
class FileDataSetsTest {
  private static final View VIEW = View.whole(32, 32, Fit.COVER);

  @TempDir Path folder;
  private SampleFolder files;

  @BeforeEach
  void open() {
    files = new SampleFolder(folder);
  }

  @Test
  void pairsAreReadFromJsonLinesRelativeToTheFile() {
    files.picture("images/a.png");
    files.picture("images/b.png");
    Path file =
        files.text(
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
    assertEquals(List.of(), files.said());
  }

  @Test
  void pairsThatCannotBeUsedAreNamedWithTheReasonAndCounted() {
    files.picture("a.png");
    files.text("words.png", "not a picture");
    Path file =
        files.text(
            "pairs.jsonl",
            """
            {"source": "a.png", "target": "a.png", "prompt": "a cat", "subject": "cat"}
            {"source": "a.png", "target": "missing.png", "prompt": "a cat", "subject": "cat"}
            {"source": "words.png", "target": "a.png", "prompt": "a cat", "subject": "cat"}
            {"source": "a.png", "target": "a.png", "prompt": "a cat", "subject": "dog"}
            {"source": "a.png", "target": "a.png", "subject": "cat"}
            this is not JSON
            """);
    assertEquals(1, pairs(file, MissingSubject.SKIP).size());
    assertTrue(
        files.said("missing.png: no such picture").startsWith("left out: pairs.jsonl line 2"));
    assertTrue(files.said("words.png").startsWith("left out: pairs.jsonl line 3"));
    assertTrue(files.said("does not occur in the prompt \"a cat\"").contains("line 4"));
    assertTrue(
        files.said("no column \"prompt\", only [source, subject, target]").contains("line 5"));
    assertTrue(files.said("not JSON").contains("line 6"));
    assertEquals(
        file + ": 1 of 6 samples can be used, 5 are left out",
        files.said().get(files.said().size() - 1));
  }

  @Test
  void promptsWithoutTheirSubjectRefuseTheDataSet() {
    files.picture("a.png");
    Path file =
        files.text(
            "pairs.jsonl",
            """
            {"source": "a.png", "target": "a.png", "prompt": "a cat", "subject": "cat"}
            {"source": "a.png", "target": "a.png", "prompt": "a dog at night", "subject": "cat"}
            {"source": "a.png", "target": "a.png", "subject": "cat"}
            """);
    String message = failure(() -> pairs(file));
    assertTrue(message.startsWith(file + ": 1 prompts do not contain their subject"), message);
    assertTrue(message.contains("line 2: the subject \"cat\" does not occur"), message);
    assertTrue(message.contains("\"a dog at night\""), message);
    assertTrue(message.contains("missing_subject = skip"), message);
  }

  @Test
  void aDataSetWithoutAUsablePairFailsWithAllReasons() {
    Path file =
        files.text(
            "pairs.jsonl",
            """
            {"source": "x.png", "target": "y.png", "prompt": "a cat", "subject": "cat"}
            {"source": "z.png", "target": "y.png", "prompt": "a cat", "subject": "cat"}
            """);
    String message = failure(() -> pairs(file));
    assertTrue(message.startsWith(file + ": none of its 2 samples can be used"), message);
    assertTrue(message.contains("x.png: no such picture"), message);
    assertTrue(message.contains("z.png: no such picture"), message);
    assertTrue(failure(() -> pairs(files.text("empty.jsonl", ""))).contains("not a single sample"));
  }

  @Test
  void videosAreListedByCsvWithNamedColumns() {
    files.video("clips/a.mp4", 9);
    Path file = files.text("metadata.csv", "\uFEFFvideo,caption\nclips/a.mp4,\"a wave, moving\"\n");
    DataSource source =
        CaptionedVideos.load(
            new CaptionedVideosConfig(file, "video", "caption", 0, FileCheck.HEADER),
            files.context());
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
    assertTrue(failure(() -> videos(0)).contains("holds both"));
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
        files.said("c.mp4: its caption is missing, expected in c.txt").startsWith("left out"));
    assertTrue(files.said("d.mp4: this is not a video file").startsWith("left out"));
    assertTrue(files.said("e.txt: the caption is empty").startsWith("left out"));
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
    Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length - 300));
    files.text("cut.txt", "half a wave");
    assertEquals(2, videos(0).size());
    CaptionedVideosConfig config =
        new CaptionedVideosConfig(folder, "file_name", "text", 0, FileCheck.CONTENT);
    assertEquals(1, CaptionedVideos.load(config, files.context()).size());
    assertTrue(files.said("cut.mp4: damaged or cut off after").startsWith("left out"));
  }

  @Test
  void aMetadataFileOfAnotherKindIsRefused() {
    Path file = files.text("pairs.yaml", "source: a.png");
    assertTrue(failure(() -> pairs(file)).contains(".jsonl and .csv"));
    assertTrue(failure(() -> pairs(folder.resolve("none.jsonl"))).contains("no such file"));
  }

  private DataSource pairs(Path file) {
    return pairs(file, MissingSubject.ERROR);
  }

  private DataSource pairs(Path file, MissingSubject missing) {
    SubjectPairsConfig config =
        new SubjectPairsConfig(
            file, "source", "target", "prompt", "subject", missing, FileCheck.HEADER);
    return SubjectPairs.load(config, files.context());
  }

  private DataSource videos(double minSeconds) {
    CaptionedVideosConfig config =
        new CaptionedVideosConfig(folder, "file_name", "text", minSeconds, FileCheck.HEADER);
    return CaptionedVideos.load(config, files.context());
  }

  private static String failure(Executable work) {
    return Objects.requireNonNull(assertThrows(InputException.class, work).getMessage());
  }
}
