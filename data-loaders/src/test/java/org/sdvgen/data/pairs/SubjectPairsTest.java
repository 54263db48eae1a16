package org.sdvgen.data.pairs;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.files.SampleFolder;
import org.sdvgen.testkit.contract.DataSourceContractTest;

/** {@code subject-pairs} keeps the contract of data sources. */
class SubjectPairsTest extends DataSourceContractTest {
  @TempDir Path folder;
  private SampleFolder files;
  private Path metadata;

  @BeforeEach
  void writePairs() {
    files = new SampleFolder(folder);
    files.picture("a.png");
    files.picture("b.png");
    metadata =
        files.text(
            "pairs.jsonl",
            """
            {"source": "a.png", "target": "b.png", "prompt": "a cat at night", "subject": "cat"}
            {"source": "b.png", "target": "a.png", "prompt": "a cat on sand", "subject": "cat"}
            """);
  }

  @Override
  protected DataSource newSource() {
    return SubjectPairs.load(
        PairSettings.of(metadata).check(FileCheck.EXISTS).config(), files.context());
  }
}
