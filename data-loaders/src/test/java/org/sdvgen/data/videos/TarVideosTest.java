package org.sdvgen.data.videos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.files.ReadLog;
import org.sdvgen.data.files.SampleFolder;
import org.sdvgen.runtime.media.VideoFile;
import org.sdvgen.testkit.contract.DataSourceContractTest;

/** Archives as WebDataset writes them: files of one name belong together. */
class TarVideosTest extends DataSourceContractTest {
  @TempDir Path folder;
  private SampleFolder files;
  private Path video;

  @BeforeEach
  void writeArchives() {
    files = new SampleFolder(folder);
    files.video("loose/a.mp4", 9);
    video = folder.resolve("loose/a.mp4");
    try {
      try (TarArchiveOutputStream tar = archive("shards/000000.tar")) {
        put(tar, "a.mp4", Files.readAllBytes(video));
        put(tar, "a.txt", "a wave\n".getBytes(StandardCharsets.UTF_8));
        put(tar, "b.json", "{\"caption\": \"again\"}".getBytes(StandardCharsets.UTF_8));
        put(tar, "b.mp4", Files.readAllBytes(video));
      }
      try (TarArchiveOutputStream tar = archive("shards/000001.tar")) {
        put(tar, "more/c.mp4", Files.readAllBytes(video));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected DataSource newSource() {
    return load(folder.resolve("shards"));
  }

  @Test
  void videosAreReadWhereTheyLie() {
    DataSource source = newSource();
    assertEquals(2, source.size());
    CaptionedVideo first = (CaptionedVideo) source.sample(0);
    assertEquals("000000.tar/a", first.id());
    assertEquals("a wave", first.caption());
    assertEquals("again", ((CaptionedVideo) source.sample(1)).caption());
    ClipRequest request = new ClipRequest(View.whole(32, 32, Fit.COVER), 9, 8, 0);
    PixelClip alone = new VideoFile(video, ReadLog.INSTANCE).read(request);
    assertArrayEquals(alone.values(), first.video().read(request).values());
    files.said("000001.tar/more/c: there is neither a .txt nor a .json");
  }

  @Test
  void aFileThatIsNoArchiveIsRefused() {
    Path words = files.text("words.tar", "words, not an archive".repeat(100));
    assertTrue(failure(words).contains("words.tar: this tar archive cannot be read"));
  }

  @Test
  void aCompressedArchiveIsRefused() {
    for (String name : List.of("a.tar.gz", "a.tgz")) {
      assertTrue(failure(files.text(name, "")).contains(name + ": archives are read where they"));
    }
  }

  @Test
  void aCaptionInAnotherEncodingIsNamedAndNotGuessed() throws IOException {
    Path archive = folder.resolve("shards/words.tar");
    try (TarArchiveOutputStream tar = archive("shards/words.tar")) {
      put(tar, "a.mp4", Files.readAllBytes(video));
      put(tar, "a.txt", "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
      put(tar, "b.mp4", Files.readAllBytes(video));
      put(tar, "b.txt", "\uFEFFcaf\u00e9".getBytes(StandardCharsets.UTF_8));
    }
    DataSource source = load(archive);
    assertEquals(1, source.size());
    assertEquals("caf\u00e9", ((CaptionedVideo) source.sample(0)).caption());
    files.said("skipped: words.tar/a: words.tar/a.txt: not UTF-8 text; save it as UTF-8");
  }

  @Test
  void whatIsNoPartOfASampleIsNamed() throws IOException {
    files.text("shards/notes.md", "words");
    files.text("shards/more/d.tar", "words");
    Path archive = folder.resolve("shards/000002.tar");
    try (TarArchiveOutputStream tar = archive("shards/000002.tar")) {
      put(tar, "README", "words".getBytes(StandardCharsets.UTF_8));
      TarArchiveEntry link = new TarArchiveEntry("l.mp4", TarArchiveEntry.LF_SYMLINK);
      link.setLinkName("a.mp4");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      put(tar, "a.txt", "first".getBytes(StandardCharsets.UTF_8));
      put(tar, "a.mp4", Files.readAllBytes(video));
      put(tar, "a.txt", "second".getBytes(StandardCharsets.UTF_8));
    }
    DataSource source = newSource();
    assertEquals(3, source.size());
    assertEquals("second", ((CaptionedVideo) source.sample(2)).caption());
    files.said("shards: skipped because of their endings: 1 (notes.md)");
    files.said("shards: folders in it are not searched: 1 (more)");
    files.said(archive + ": skipped because they have no ending: 1 (README)");
    files.said(archive + ": skipped because they are links or have holes: 1 (l.mp4)");
    files.said(archive + ": these are in it more than once, the last ones are read: 1 (a.txt)");
  }

  private String failure(Path archive) {
    return Objects.requireNonNull(
        assertThrows(InputException.class, () -> load(archive)).getMessage());
  }

  private DataSource load(Path path) {
    return CaptionedVideos.load(
        new CaptionedVideosSettings(path, Optional.empty(), Optional.empty(), 0, FileCheck.HEADER),
        files.context());
  }

  private TarArchiveOutputStream archive(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(folder.resolve("shards"));
    OutputStream output = Files.newOutputStream(file);
    return new TarArchiveOutputStream(output);
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
