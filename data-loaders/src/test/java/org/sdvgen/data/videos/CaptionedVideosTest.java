package org.sdvgen.data.videos;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.files.SampleFolder;
import org.sdvgen.testkit.contract.DataSourceContractTest;

/** {@code captioned-videos} keeps the contract of data sources; a video may have two captions. */
class CaptionedVideosTest extends DataSourceContractTest {
  @TempDir Path folder;
  private SampleFolder files;
  private Path metadata;

  @BeforeEach
  void writeVideos() {
    files = new SampleFolder(folder);
    files.video("a.mp4", 9);
    files.video("b.mp4", 6);
    metadata =
        files.text(
            "metadata.csv", "file_name,text\na.mp4,one\nb.mp4,\"two, too\"\na.mp4,one again\n");
  }

  @Override
  protected DataSource newSource() {
    return CaptionedVideos.load(
        new CaptionedVideosSettings(
            metadata, Optional.empty(), Optional.empty(), 0, FileCheck.EXISTS),
        files.context());
  }
}
