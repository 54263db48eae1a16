package org.sdvgen.host.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.PreparationReport;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.Trainer;

/** Preparing on the fake backbone, and training with what was prepared. */
final class PreparationTest {
  private static final int VARIANTS = 2;

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name)).with("cache.variants", Integer.toString(VARIANTS));
  }

  private FakeRun cached(String name) {
    return run(name).with("cache.folder", folder.resolve("cache").toString());
  }

  private PreparationReport prepare(FakeRun run) {
    try (Sdvgen sdvgen = run.builder().notices(said::add).open()) {
      return sdvgen.preparer().prepare(report -> {});
    }
  }

  private byte[] trained(FakeRun run, String name) throws IOException {
    run.train();
    return Files.readAllBytes(folder.resolve(name).resolve(Trainer.ADAPTER_FILE));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  @Test
  void trainingGivesTheSameBitsWithoutACacheAndWithAnEmptyOrAFullOne() throws IOException {
    byte[] without = trained(run("without"), "without");
    byte[] filling = trained(cached("filling").with("cache.text", "true"), "filling");
    prepare(cached("any").with("cache.text", "true"));
    byte[] full = trained(cached("full").with("cache.text", "true"), "full");
    assertArrayEquals(without, filling);
    assertArrayEquals(without, full);
  }

  @Test
  void trainingComputesNothingAgainThatWasPrepared() throws IOException {
    PreparationReport report = prepare(cached("any"));
    assertEquals(report.total(), report.done());
    assertEquals(report.total() / VARIANTS, report.made(), "both variants show the same pixels");
    List<Path> before = entries();
    cached("run").train();
    assertEquals(before, entries());
    assertEquals(0, prepare(cached("any").with("seed", "7")).made(), "no seed changes a crop");
  }

  @Test
  void brokenCutAndMisplacedEntriesAreMadeAnew() throws IOException {
    byte[] sound = trained(run("without"), "without");
    prepare(cached("any"));
    List<Path> entries = entries();
    byte[] bytes = Files.readAllBytes(entries.get(0));
    bytes[bytes.length - 1] ^= 1;
    Files.write(entries.get(0), bytes);
    Files.write(entries.get(1), Arrays.copyOf(Files.readAllBytes(entries.get(1)), 20));
    Files.copy(entries.get(3), entries.get(2), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(3, prepare(cached("any")).made());
    assertEquals(
        3, said.stream().filter(note -> note.contains("broken; it is computed again")).count());
    assertArrayEquals(sound, trained(cached("mended"), "mended"));
  }

  @Test
  void entriesOfAnotherModelOrSizeAreNotTaken() throws IOException {
    long made = prepare(cached("any")).made();
    assertEquals(made, prepare(cached("any").with("backbone.posterior_deviation", "0.2")).made());
    assertEquals(made / 2, prepare(cached("any").with("track.long.width", "16")).made());
    assertEquals(2 * made + made / 2, entries().size());
  }

  @Test
  void aCacheNeedsAFolderAndVariants() {
    assertTrue(failure(run("a")).contains("set cache.folder"));
    assertTrue(failure(cached("a").with("cache.variants", "0")).contains("set cache.variants"));
  }

  private String failure(FakeRun run) {
    return Objects.requireNonNull(
        assertThrows(InputException.class, () -> prepare(run)).getMessage());
  }
}
