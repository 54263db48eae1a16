package org.sdvgen.data.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.files.SampleFolder;
import org.sdvgen.data.pairs.SubjectPairsSettings.MissingSubject;
import org.sdvgen.data.videos.CaptionedVideos;
import org.sdvgen.data.videos.CaptionedVideosSettings;

/**
 * Lists with random damage are read right or refused: never another exception, never a sample
 * without words.
 */
class DamagedTablesTest {
  private static final int TEXTS = 900;
  private static final int BINARIES = 600;

  /** Text damage seen in practice: quotes, separators, marks, zeros, other encodings, depth. */
  private static final List<byte[]> SPLINTERS =
      List.of(
          bytes("\""),
          bytes(","),
          bytes("{"),
          bytes("}"),
          bytes("["),
          bytes("]"),
          bytes("\\"),
          bytes("\\u00"),
          bytes("\n"),
          bytes("\r"),
          bytes("\uFEFF"),
          bytes("null"),
          bytes("1e9999"),
          bytes("[".repeat(3000)),
          bytes("{\"a\":".repeat(3000)),
          bytes("9".repeat(5000)),
          new byte[] {0},
          new byte[] {(byte) 0xFF, (byte) 0xFE},
          new byte[] {(byte) 0xC3});

  @TempDir Path folder;

  @Test
  void lists() throws IOException {
    Files.writeString(folder.resolve("a.mp4"), "only named");
    List<String> lists =
        List.of(
            "l.csv|file_name,text,fps\na.mp4,\"a wave, moving\",8\na.mp4,a \"\"wave\"\",9\n",
            "l.jsonl|{\"file_name\": \"a.mp4\", \"text\": \"a \\u00e9 wave\", \"n\": [1, {\"x\":"
                + " 2}]}\n"
                + "{\"file_name\": \"a.mp4\", \"text\": \"second\"}\n",
            "l.json|[{\"file_name\": \"a.mp4\", \"text\": \"first\"},\n"
                + "{\"file_name\": \"a.mp4\", \"text\": 2.5}]");
    Random random = new Random(1);
    for (int round = 0; round < TEXTS; round++) {
      String[] list = lists.get(round % lists.size()).split("\\|", 2);
      Path file = folder.resolve(list[0]);
      byte[] damaged = damaged(bytes(list[1]), random);
      Files.write(file, damaged);
      readOrRefused(
          () ->
              CaptionedVideos.load(
                  new CaptionedVideosSettings(
                      file, Optional.empty(), Optional.empty(), 0, FileCheck.EXISTS),
                  new SampleFolder(folder).context()),
          list[0],
          damaged);
    }
  }

  @Test
  void textFilesOfLines() throws IOException {
    Files.writeString(folder.resolve("a.mp4"), "only named");
    Random random = new Random(2);
    for (int round = 0; round < TEXTS / 3; round++) {
      byte[] damaged = damaged(bytes("a wave\na second wave\n"), random);
      boolean prompts = round % 2 == 0;
      Files.write(folder.resolve("prompts.txt"), prompts ? damaged : bytes("one\ntwo\n"));
      Files.write(folder.resolve("videos.txt"), prompts ? bytes("a.mp4\na.mp4\n") : damaged);
      readOrRefused(
          () ->
              CaptionedVideos.load(
                  new CaptionedVideosSettings(
                      folder, Optional.empty(), Optional.empty(), 0, FileCheck.EXISTS),
                  new SampleFolder(folder).context()),
          "lines",
          damaged);
    }
  }

  @Test
  void parquet() throws IOException, URISyntaxException {
    List<byte[]> files =
        List.of(
            resource("codecs/none.parquet"),
            resource("codecs/zstd.parquet"),
            resource("codecs/gzip.parquet"),
            resource("subjects200k/data/train-00001-of-00002.parquet"));
    Random random = new Random(3);
    for (int round = 0; round < BINARIES; round++) {
      byte[] whole = files.get(round % files.size());
      byte[] damaged = damaged(whole, random);
      Path file = Files.write(folder.resolve("pairs.parquet"), damaged);
      readOrRefused(
          () ->
              SubjectPairs.load(
                  PairSettings.of(file).missingSubject(MissingSubject.SKIP).config(),
                  new SampleFolder(folder).context()),
          "parquet",
          damaged);
    }
  }

  private static void readOrRefused(Supplier<DataSource> load, String name, byte[] damaged) {
    try {
      DataSource source = load.get();
      for (long index = 0; index < source.size(); index++) {
        String words = words(source.sample(index));
        assertFalse(words.isBlank(), name);
      }
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains(".") && !message.endsWith("null"), message);
    } catch (RuntimeException | Error e) {
      fail(name + ": " + HexFormat.of().formatHex(damaged), e);
    }
  }

  /** The words of a sample; a pair's picture is read as well, or refused. */
  private static String words(Sample sample) {
    if (sample instanceof CaptionedVideo video) {
      return video.caption();
    }
    SubjectPair pair = (SubjectPair) sample;
    try {
      assertEquals(1, pair.target().read(View.whole(8, 8, Fit.COVER)).frames());
    } catch (InputException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("pairs.parquet"), e.getMessage());
    }
    return pair.prompt();
  }

  /** Up to three faults: a byte changed, a part skipped or repeated, a splinter, an early end. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int fault = random.nextInt(3); fault >= 0; fault--) {
      int at = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
      byte[] middle =
          switch (random.nextInt(5)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> new byte[0];
            case 2 -> twice(Arrays.copyOfRange(bytes, at, to));
            case 3 -> SPLINTERS.get(random.nextInt(SPLINTERS.size()));
            default -> {
              to = bytes.length;
              yield new byte[0];
            }
          };
      bytes = joined(Arrays.copyOf(bytes, at), middle, Arrays.copyOfRange(bytes, to, bytes.length));
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  private static byte[] twice(byte[] part) {
    return joined(part, part);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException, URISyntaxException {
    return Files.readAllBytes(
        Path.of(Objects.requireNonNull(PairSettings.class.getResource(name), name).toURI()));
  }
}
