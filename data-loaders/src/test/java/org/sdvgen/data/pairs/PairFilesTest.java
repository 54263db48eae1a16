package org.sdvgen.data.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.SampleFolder;
import org.sdvgen.data.pairs.SubjectPairsSettings.MissingSubject;

/** Pairs in files: layouts, what is skipped, and what fails at the start. */
class PairFilesTest {
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
        files.said("missing.png: no such picture").startsWith("skipped: pairs.jsonl line 2"));
    assertTrue(files.said("words.png").startsWith("skipped: pairs.jsonl line 3"));
    assertTrue(files.said("does not occur in the prompt \"a cat\"").contains("line 4"));
    assertTrue(
        files
            .said("no column \"prompt\" or \"caption\" or \"text\", only [source, subject, target]")
            .contains("line 5"));
    assertTrue(files.said("not JSON").contains("line 6"));
    assertEquals(
        file + ": 1 of 6 samples can be used, 5 are skipped",
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
  void aMetadataFileOfAnotherKindIsRefused() {
    Path file = files.text("pairs.yaml", "source: a.png");
    assertTrue(failure(() -> pairs(file)).contains(".jsonl, .json and .csv"));
    assertTrue(failure(() -> pairs(folder.resolve("none.jsonl"))).contains("no such file"));
  }

  private DataSource pairs(Path file) {
    return pairs(file, MissingSubject.ERROR);
  }

  private DataSource pairs(Path file, MissingSubject missing) {
    return SubjectPairs.load(
        PairSettings.of(file).missingSubject(missing).config(), files.context());
  }

  private static String failure(Executable work) {
    return Objects.requireNonNull(assertThrows(InputException.class, work).getMessage());
  }

  @Test
  void columnsGoByTheNamesThatOtherToolsUse() {
    files.picture("a.png");
    Path file =
        files.text(
            "pairs.jsonl",
            """
            {"control_path": "a.png", "image_path": "a.png", "caption": "a cat", "item": "cat"}
            """);
    assertEquals("a cat", ((SubjectPair) pairs(file).sample(0)).prompt());
  }

  @Test
  void oneSubjectMayBeSaidForAllPairs() {
    files.picture("a.png");
    Path file =
        files.text(
            "pairs.json",
            """
            [{"source": "a.png", "target": "a.png", "prompt": "a cat"},
             {"source": "a.png", "target": "a.png", "prompt": "a dog", "subject": "dog"}]
            """);
    DataSource source =
        SubjectPairs.load(PairSettings.of(file).subject("cat").config(), files.context());
    assertEquals("cat", ((SubjectPair) source.sample(0)).subject());
    assertEquals("dog", ((SubjectPair) source.sample(1)).subject());
    assertEquals("pairs.json entry 2", source.sample(1).id());
    assertTrue(
        failure(() -> pairs(files.text("one.json", "{}"))).contains("expected a list of objects"));
  }

  @Test
  void picturesOfTheSameNameInTwoFoldersArePairs() {
    files.picture("reference/a.png");
    files.picture("target/a.png");
    files.text("target/a.txt", "a cat on sand\n");
    files.picture("target/b.png");
    files.text("target/b.txt", "a cat at night");
    DataSource source =
        SubjectPairs.load(PairSettings.of(folder).subject("cat").config(), files.context());
    assertEquals(1, source.size());
    SubjectPair pair = (SubjectPair) source.sample(0);
    assertEquals("a.png", pair.id());
    assertEquals("a cat on sand", pair.prompt());
    assertEquals(32, pair.source().read(VIEW).width());
    files.said("b.png: there is no picture of the same name");
    assertTrue(failure(() -> pairs(folder)).contains("set subject"));
  }

  @Test
  void aFolderOfNoKnownLayoutIsRefused() {
    files.text("notes.txt", "nothing here");
    assertTrue(failure(() -> pairs(folder)).contains("no layout of subject pairs is known"));
  }

  @Test
  void picturesWithoutAPartnerAreNamed() {
    for (String name : List.of("a.png", "b.png", "c.png")) {
      files.picture("reference/" + name);
    }
    files.picture("target/a.png");
    files.text("target/a.TXT", "a chair");
    files.picture("target/d.png");
    files.text("target/d.txt", "a chair");
    files.text("target/notes.md", "words");
    DataSource source =
        SubjectPairs.load(PairSettings.of(folder).subject("chair").config(), files.context());
    assertEquals(1, source.size());
    files.said("skipped because no picture of their name is in");
    files.said("2 (b.png, c.png)");
    files.said("skipped: " + folder.resolve("target/d.png"));
    files.said("skipped because of their endings: 1 (notes.md)");
  }
}
