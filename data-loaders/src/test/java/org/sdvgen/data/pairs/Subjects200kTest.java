package org.sdvgen.data.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.SampleFolder;
import org.sdvgen.data.pairs.SubjectPairsSettings.Targets;
import org.sdvgen.runtime.media.RgbImage;
import org.sdvgen.testkit.contract.DataSourceContractTest;

/** Subjects200K as it is published, in two shards of three rows that pyarrow wrote. */
class Subjects200kTest extends DataSourceContractTest {
  private static final int SIDE = 64;

  @TempDir Path folder;

  @Override
  protected DataSource newSource() {
    return load(Targets.BOTH, new SampleFolder(folder));
  }

  @Test
  void eachHalfIsATarget() {
    SampleFolder said = new SampleFolder(folder);
    DataSource source = load(Targets.BOTH, said);
    List<String> pairs = new ArrayList<>();
    for (long i = 0; i < source.size(); i++) {
      SubjectPair pair = (SubjectPair) source.sample(i);
      pairs.add(pair.id() + ": " + pair.subject());
    }
    assertEquals(
        List.of(
            "train-00000-of-00002.parquet row 0 left: Lounge Chair",
            "train-00000-of-00002.parquet row 0 right: Chair",
            "train-00000-of-00002.parquet row 1 left: Toy Robot",
            "train-00000-of-00002.parquet row 1 right: Toy Robot",
            "train-00001-of-00002.parquet row 2 left: Kettle",
            "train-00001-of-00002.parquet row 2 right: Blue Kettle"),
        pairs);
    said.said("skipped: 2 pictures: an assessment is below min_quality = 5.0");
    said.said("skipped: 1 pictures: their descriptions are marked as not valid");
  }

  @Test
  void halvesAreCutOutOfAnyPadding() {
    DataSource source = load(Targets.RIGHT, new SampleFolder(folder));
    int[] rows = {0, 1, 5};
    for (int i = 0; i < rows.length; i++) {
      SubjectPair pair = (SubjectPair) source.sample(i);
      assertColour(pair.source(), rows[i], 200, 0);
      assertColour(pair.target(), rows[i], 0, 200);
    }
  }

  /** In files of both kinds of pages; a row lacks the picture, or its bytes alone. */
  @ParameterizedTest
  @ValueSource(strings = {"pages-1.0", "pages-2.0"})
  void rowsWithoutAPictureAreLeftOutByName(String shards) {
    SampleFolder said = new SampleFolder(folder);
    URI data = URI.create(Subjects200kTest.class.getResource("missing/" + shards).toString());
    DataSource source =
        SubjectPairs.load(
            PairSettings.of(Path.of(data)).targets(Targets.RIGHT).config(), said.context());
    int[] rows = {0, 2, 3, 5};
    assertEquals(rows.length, source.size());
    for (int i = 0; i < rows.length; i++) {
      assertColour(((SubjectPair) source.sample(i)).source(), rows[i], 200, 0);
    }
    for (int row : new int[] {1, 4}) {
      said.said("skipped: train-00000-of-00001.parquet row " + row + ": it has no picture");
    }
  }

  @Test
  void otherSizesAreRefused() {
    assertTrue(failure(64, 64).contains("p.png: 64x64 is not the size of two squares"));
    assertTrue(failure(300, 100).contains("two squares"));
    assertEquals(100, CompositeHalf.LEFT.of(picture(200, 100), "p.png").width());
  }

  private static String failure(int width, int height) {
    return Objects.requireNonNull(
        assertThrows(
                InputException.class, () -> CompositeHalf.LEFT.of(picture(width, height), "p.png"))
            .getMessage());
  }

  private static RgbImage picture(int width, int height) {
    return new RgbImage(width, height, new byte[width * height * 3]);
  }

  private static void assertColour(Picture picture, int red, int green, int blue) {
    PixelClip clip = picture.read(View.whole(SIDE, SIDE, Fit.COVER));
    RgbImage image = RgbImage.of(clip, 0);
    for (int corner : new int[] {0, SIDE - 1}) {
      assertEquals(red, image.sample(corner, corner, 0));
      assertEquals(green, image.sample(corner, corner, 1));
      assertEquals(blue, image.sample(corner, corner, 2));
    }
  }

  private static DataSource load(Targets targets, SampleFolder said) {
    URI data = URI.create(Subjects200kTest.class.getResource("subjects200k").toString());
    return SubjectPairs.load(
        PairSettings.of(Path.of(data)).targets(targets).config(), said.context());
  }
}
