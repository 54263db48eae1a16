package org.sdvgen.data.videos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.files.SampleFolder;

/** Lists as people write them: every line becomes a sample or is named. */
class VideoListsTest {
  @TempDir Path folder;
  private SampleFolder files;

  @BeforeEach
  void open() {
    files = new SampleFolder(folder);
    List.of("a.mp4", "b.mp4", "c.mp4").forEach(name -> files.text(name, "only named"));
  }

  @Test
  void blankLinesInBothFilesArePassedOver() {
    files.text("videos.txt", "a.mp4\n\nc.mp4\n\n\n");
    files.text("prompts.txt", "first\n\nthird\n");
    assertEquals(List.of("a.mp4: first", "c.mp4: third"), samples(folder));
    assertEquals(List.of(), files.said());
  }

  @Test
  void aVideoWithoutItsCaptionIsLeftOutAndTheOthersKeepTheirs() {
    files.text("videos.txt", "a.mp4\nb.mp4\nc.mp4\n");
    files.text("prompts.txt", "first\n \nthird\n");
    assertEquals(List.of("a.mp4: first", "c.mp4: third"), samples(folder));
    files.said("skipped: videos.txt line 2: b.mp4: its caption is empty in prompts.txt");
    files.text("prompts.txt", "first\nsecond\n\n");
    assertEquals(List.of("a.mp4: first", "b.mp4: second"), samples(folder));
    files.said("skipped: videos.txt line 3: c.mp4: its caption is empty");
  }

  @Test
  void aCaptionWithoutItsVideoIsNamed() {
    files.text("videos.txt", "a.mp4\n\nc.mp4");
    files.text("prompts.txt", "first\nsecond\nthird");
    assertEquals(List.of("a.mp4: first", "c.mp4: third"), samples(folder));
    files.said("skipped: videos.txt line 2: the line is empty, but prompts.txt has a caption");
  }

  @Test
  void filesOfDifferentLengthAreRefused() {
    files.text("videos.txt", "a.mp4\n\nb.mp4\nc.mp4\n");
    files.text("prompts.txt", "first\n\nthird\n");
    String message = refusal(folder);
    assertTrue(message.contains("do not have the same number of lines, 3 and 4"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyLineEndIsUnderstood(String end) {
    files.text("videos.txt", "\uFEFFa.mp4" + end + "b.mp4" + end);
    files.text("prompts.txt", "\uFEFFfirst" + end + "second");
    assertEquals(List.of("a.mp4: first", "b.mp4: second"), samples(folder));
    Path csv = files.text("l.csv", "\uFEFFfile_name,text" + end + "a.mp4,first" + end);
    assertEquals(List.of("a.mp4: first"), samples(csv));
    Path lines = files.text("l.jsonl", "\uFEFF" + line("a.mp4", "first") + end + end);
    assertEquals(List.of("a.mp4: first"), samples(lines));
  }

  @Test
  void aLineOfJsonHoldsOneObject() {
    Path file =
        files.text(
            "l.jsonl",
            line("a.mp4", "first")
                + " oops\n"
                + line("b.mp4", "second")
                + line("c.mp4", "third")
                + "\n[1]\n\n"
                + line("c.mp4", "third")
                + "\n{\"file_name\": \"a.mp4\", \"text\": \"one\", \"text\": \"two\"}\n");
    assertEquals(List.of("c.mp4: third"), samples(file));
    files.said("skipped: l.jsonl line 1: not JSON: Unrecognized token 'oops'");
    files.said("skipped: l.jsonl line 2: there is more behind the object");
    files.said("skipped: l.jsonl line 3: expected an object");
    files.said("skipped: l.jsonl line 6: not JSON: Duplicate");
  }

  @Test
  void aJsonListEndsItsFile() {
    String list = "[\n" + line("a.mp4", "first") + "\n]";
    assertEquals(List.of("a.mp4: first"), samples(files.text("l.json", list)));
    String more = refusal(files.text("l.json", list + " [" + line("b.mp4", "second") + "]"));
    assertTrue(more.contains("l.json: there is more behind the list"), more);
    String cut = refusal(files.text("l.json", list.substring(0, list.length() - 1)));
    assertTrue(cut.contains("l.json line 3: not JSON"), cut);
  }

  @Test
  void textBehindTheLastColumnIsNotCutOff() {
    Path file =
        files.text(
            "l.csv", "file_name,text\na.mp4,a red ball, on the grass\nb.mp4,second,\nc.mp4\n");
    assertEquals(List.of("b.mp4: second"), samples(file));
    files.said("skipped: l.csv line 2: there are 3 fields, but the header line names 2 columns");
    files.said("skipped: l.csv line 4: the column \"text\" is empty");
  }

  @Test
  void columnsWithoutANameArePassedOver() {
    Path commas = files.text("l.csv", "file_name,text,\na.mp4,first,\nb.mp4,second,more\n");
    assertEquals(List.of("a.mp4: first"), samples(commas));
    files.said("skipped: l.csv line 3: there are 3 fields");
    Path numbered = files.text("l.csv", ",file_name,text\n0,a.mp4,first\n1,b.mp4,second\n");
    assertEquals(List.of("a.mp4: first", "b.mp4: second"), samples(numbered));
    String same = refusal(files.text("l.csv", "text,text\na.mp4,first\n"));
    assertTrue(same.contains("two columns are called \"text\""), same);
  }

  @Test
  void brokenQuotesAreRefusedWithTheirLine() {
    String inside =
        refusal(
            files.text("l.csv", "file_name,text\na.mp4,a 5\" ball\nb.mp4,\"a \"big\" ball\"\n"));
    assertTrue(inside.contains("l.csv: the quotes are broken at line 3"), inside);
    String open = refusal(files.text("l.csv", "file_name,text\na.mp4,\"a ball\nb.mp4,second\n"));
    assertTrue(open.contains("l.csv: the quotes are broken"), open);
    assertEquals(
        List.of("a.mp4: a 5\" ball", "b.mp4: a \"big\" ball"),
        samples(
            files.text(
                "l.csv", "file_name,text\na.mp4,a 5\" ball\nb.mp4,\"a \"\"big\"\" ball\"\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "ISO-8859-1"})
  void otherEncodingsAreRefused(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    String expected = encoding.startsWith("UTF") ? "this is UTF-16 or no text" : "not UTF-8 text";
    Files.write(folder.resolve("l.csv"), "file_name,text\na.mp4,café\n".getBytes(charset));
    String csv = refusal(folder.resolve("l.csv"));
    assertTrue(csv.contains("l.csv: " + expected), csv);
    Files.write(folder.resolve("l.jsonl"), line("a.mp4", "café").getBytes(charset));
    String lines = refusal(folder.resolve("l.jsonl"));
    assertTrue(lines.contains("l.jsonl: " + expected), lines);
    files.text("videos.txt", "a.mp4\n");
    Files.write(folder.resolve("prompts.txt"), "café\n".getBytes(charset));
    String prompts = refusal(folder);
    assertTrue(prompts.contains("prompts.txt: " + expected), prompts);
  }

  @Test
  void whatIsNoTextIsLeftOut() {
    String zero = line("a.mp4", "a\\u0000wave");
    String half = line("a.mp4", "a\\ud83dwave");
    String whole = line("a.mp4", "a\\ud83c\\udf0awave");
    Path file = files.text("l.jsonl", zero + "\n" + half + "\n" + whole + "\n");
    assertEquals(List.of("a.mp4: a\ud83c\udf0awave"), samples(file));
    files.said("skipped: l.jsonl line 1: it has \\u0000 at character 2, which is no text");
    files.said("skipped: l.jsonl line 2: it has \\ud83d at character 2, which is no text");
    String lines = refusal(files.text("l.csv", "file_name,text\na.mp4,a\0wave\n"));
    assertTrue(lines.contains("l.csv line 2: it has \\u0000 at character 2"), lines);
    files.text("videos.txt", "a.mp4\nb.mp4\n");
    files.text("prompts.txt", "first\nsec\0ond\n");
    String prompts = refusal(folder);
    assertTrue(prompts.contains("videos.txt line 2: it has \\u0000 at character"), prompts);
  }

  @Test
  void aPointerOfGitLfsIsNamed() {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "0123456789abcdef".repeat(4)
            + "\nsize 4096\n";
    String list = refusal(files.text("l.jsonl", pointer));
    assertTrue(list.contains("l.jsonl: this is a Git LFS pointer"), list);
    files.text("a.mp4", pointer);
    String video = refusal(files.text("l.jsonl", line("a.mp4", "first")));
    assertTrue(video.contains("a.mp4: this is a Git LFS pointer"), video);
    assertTrue(video.contains("git lfs pull"), video);
  }

  private List<String> samples(Path path) {
    DataSource source = load(path);
    return LongStream.range(0, source.size())
        .mapToObj(source::sample)
        .map(CaptionedVideo.class::cast)
        .map(video -> name(video) + ": " + video.caption())
        .toList();
  }

  private String name(CaptionedVideo video) {
    String described =
        Objects.requireNonNull(
            assertThrows(InputException.class, video.video()::describe).getMessage());
    return described.substring(
        folder.toString().length() + 1, described.indexOf(".mp4") + ".mp4".length());
  }

  private DataSource load(Path path) {
    return CaptionedVideos.load(
        new CaptionedVideosSettings(path, Optional.empty(), Optional.empty(), 0, FileCheck.EXISTS),
        files.context());
  }

  private String refusal(Path path) {
    return Objects.requireNonNull(
        assertThrows(InputException.class, () -> load(path)).getMessage());
  }

  private static String line(String file, String text) {
    return "{\"file_name\": \"%s\", \"text\": \"%s\"}".formatted(file, text);
  }
}
