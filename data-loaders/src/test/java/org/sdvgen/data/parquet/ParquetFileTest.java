package org.sdvgen.data.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;

/** Files of pyarrow: row groups, pages of both versions, dictionaries, compressions, nulls. */
class ParquetFileTest {
  private static final List<String> ITEMS =
      List.of("Eames Lounge Chair", "Toy Robot", "Vase", "Vase", "Vase", "Blue Kettle");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "zstd"})
  void pagesOfTheSecondVersionAreRead(String codec) {
    ParquetFile file = ParquetFile.open(resource("codecs/" + codec + ".parquet"));
    assertEquals(6, file.rows());
    assertEquals(ITEMS, file.texts("description.item"));
    assertEquals(
        List.of("5", "5", "3", "", "5", "5"), file.texts("quality_assessment.objectConsistency"));
    assertEquals("false", file.texts("description.description_valid").get(4));
    for (int row = 0; row < 6; row++) {
      assertPng(file.binary("image.bytes").read(row).orElseThrow());
    }
  }

  @Test
  void pagesOfTheFirstVersionAreReadOneByOne() {
    ParquetFile file = ParquetFile.open(resource("subjects200k/data/train-00001-of-00002.parquet"));
    assertEquals(ITEMS.subList(3, 6), file.texts("description.item"));
    BinaryColumn pictures = file.binary("image.bytes");
    assertPng(pictures.read(2).orElseThrow());
    assertPng(pictures.read(0).orElseThrow());
    assertFalse(Arrays.equals(pictures.read(0).get(), pictures.read(1).get()));
    assertTrue(file.binary("image.path").read(1).isEmpty());
  }

  @Test
  void columnsInListsArePassedOver() {
    ParquetFile file = ParquetFile.open(resource("codecs/none.parquet"));
    assertFalse(file.columns().stream().anyMatch(name -> name.startsWith("tags")));
    assertTrue(failure(() -> file.texts("caption")).contains("no column caption, only ["));
  }

  @Test
  void filesThatAreNoneOrDamagedAreNamed() throws IOException {
    Path whole = resource("codecs/zstd.parquet");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(failure(() -> ParquetFile.open(cut)).contains("cut.parquet: this Parquet file"));
    Arrays.fill(bytes, 4, 2000, (byte) 0x55);
    Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);
    assertTrue(
        failure(() -> ParquetFile.open(damaged).binary("image.bytes").read(0))
            .contains("damaged.parquet"));
    assertTrue(
        failure(() -> ParquetFile.open(folder.resolve("none.parquet"))).contains("no such file"));
  }

  private static void assertPng(byte[] bytes) {
    assertEquals("PNG", new String(bytes, 1, 3, StandardCharsets.US_ASCII));
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ParquetFileTest.class.getResource("../pairs/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static String failure(Executable work) {
    return Objects.requireNonNull(assertThrows(InputException.class, work).getMessage());
  }
}
