package org.sdvgen.data.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.files.SampleFolder;

/**
 * 200,000 pairs, as many as the paper's, listed by a manifest: it prints how long indexing takes
 * and what stays in memory.
 */
class LargeDataSetTest {
  private static final int PAIRS = 200_000;
  private static final int PICTURES = 500;
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void indexingTwoHundredThousandPairsLeavesRoomInMemory() throws IOException {
    SampleFolder files = new SampleFolder(folder);
    for (int i = 0; i < PICTURES; i++) {
      files.picture(picture(i));
    }
    Path manifest = writeManifest();
    long before = usedHeap();
    long start = System.nanoTime();
    DataSource source =
        SubjectPairs.load(
            PairSettings.of(manifest).check(FileCheck.EXISTS).config(), files.context());
    double seconds = (System.nanoTime() - start) / 1e9;
    long heap = usedHeap() - before;
    System.out.printf(
        "%d pairs of a manifest of %d MB: %.1f s, %d MB of heap%n",
        source.size(), Files.size(manifest) / MEGABYTE, seconds, heap / MEGABYTE);
    assertEquals(PAIRS, source.size());
    SubjectPair last = (SubjectPair) source.sample(PAIRS - 1);
    assertEquals(prompt(PAIRS - 1), last.prompt());
    assertTrue(heap < 300 * MEGABYTE, () -> heap / MEGABYTE + " MB of heap");
  }

  private Path writeManifest() throws IOException {
    Path manifest = folder.resolve("pairs.jsonl");
    try (BufferedWriter writer = Files.newBufferedWriter(manifest)) {
      for (int i = 0; i < PAIRS; i++) {
        writer.write(
            "{\"source\": \"%s\", \"target\": \"%s\", \"prompt\": \"%s\", \"subject\": \"armchair\"}"
                .formatted(picture(i % PICTURES), picture((i + 1) % PICTURES), prompt(i)));
        writer.newLine();
      }
    }
    return manifest;
  }

  private static String picture(int index) {
    return String.format(Locale.ROOT, "pictures/of-the-subjects/%06d.png", index);
  }

  private static String prompt(int index) {
    return String.format(
        Locale.ROOT,
        "An armchair, number %d of its kind, stands at the window of a bright room while the morning light falls on it",
        index);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
