package org.sdvgen.runtime.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sdvgen.runtime.weights.RawSafetensors.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;

class WeightFilesTest {
  private static final String INDEX = "model.safetensors.index.json";
  private static final byte[] ONE = {0, 0, (byte) 0x80, 0x3F};
  private static final byte[] NAN = {0, 0, (byte) 0xC0, 0x7F};

  @TempDir Path folder;

  @BeforeEach
  void writeShards() throws IOException {
    shard("one", "a", ONE);
    shard("two", "b", NAN);
    index("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}}");
  }

  @Test
  void joinsTheShards() {
    try (WeightSource source = WeightFiles.open(folder);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      assertEquals(List.of("a", "b"), List.copyOf(source.shapes().keySet()));
      NDArray a = source.read(manager, "a", Precision.FP32);
      assertArrayEquals(new float[] {1}, a.toFloatArray());
      assertThrows(InputException.class, () -> source.readAsStored(manager, "c"));
    }
  }

  @Test
  void namesAMissingShard() throws IOException {
    Files.delete(folder.resolve("two.safetensors"));
    assertRefused("the shard " + folder.resolve("two.safetensors") + " is missing");
  }

  @Test
  void noticesThatIndexAndShardsDisagree() throws IOException {
    index("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\"}}");
    assertRefused("puts tensor b into one.safetensors, which lacks it");
    shard("two", "a", ONE);
    index("{\"weight_map\":{\"a\":\"two.safetensors\"}}");
    try (WeightSource source = WeightFiles.open(folder)) {
      assertEquals(1, source.entries().size());
    }
    RawSafetensors.write(
        folder.resolve("two.safetensors"),
        "{" + entry("a", "U8", "[1]", 0, 1) + "," + entry("extra", "U8", "[1]", 1, 2) + "}",
        (byte) 1,
        (byte) 2);
    assertRefused("has the tensor extra");
  }

  @Test
  void refusesABadIndex() throws IOException {
    index("{}");
    assertRefused("has no weight_map");
    index("nonsense");
    assertRefused("cannot be read");
    index("{\"weight_map\":{\"a\":\"../one.safetensors\"}}");
    assertRefused("outside its folder");
  }

  @Test
  void refusesFoldersWithoutOneSetOfWeights() throws IOException {
    Files.delete(folder.resolve(INDEX));
    assertRefused("several sets of weights, keep one of [one.safetensors, two.safetensors]");
    Files.delete(folder.resolve("one.safetensors"));
    WeightFiles.open(folder).close();
    Files.delete(folder.resolve("two.safetensors"));
    assertRefused("holds no *.safetensors file");
  }

  /** Publishers lay half-precision files beside the usual ones. */
  @Test
  void takesTheUsualFileBesideItsVariants() throws IOException {
    Files.delete(folder.resolve(INDEX));
    Files.delete(folder.resolve("two.safetensors"));
    for (String variant : List.of("one.fp16", "one.bf16-00001-of-00002")) {
      RawSafetensors.write(
          folder.resolve(variant + ".safetensors"),
          "{" + entry("variant", "U8", "[1]", 0, 1) + "}",
          (byte) 1);
    }
    try (WeightSource source = WeightFiles.open(folder)) {
      assertEquals(folder.resolve("one.safetensors").toString(), source.description());
    }
  }

  /** A variant alone is as good as the usual files, in one piece or in several. */
  @Test
  void takesAVariantThatIsAlone() throws IOException {
    Files.move(
        folder.resolve("one.safetensors"), folder.resolve("m.fp16-00001-of-00002.safetensors"));
    Files.move(
        folder.resolve("two.safetensors"), folder.resolve("m.fp16-00002-of-00002.safetensors"));
    String index = Files.readString(folder.resolve(INDEX));
    Files.delete(folder.resolve(INDEX));
    assertRefused("several sets of weights");
    Path variant = folder.resolve("m.safetensors.index.fp16.json");
    Files.writeString(
        variant,
        index
            .replace("one.safetensors", "m.fp16-00001-of-00002.safetensors")
            .replace("two.safetensors", "m.fp16-00002-of-00002.safetensors"));
    try (WeightSource source = WeightFiles.open(folder)) {
      assertEquals(variant.toString(), source.description());
      assertEquals(2, source.entries().size());
    }
    Files.delete(variant);
    Files.delete(folder.resolve("m.fp16-00002-of-00002.safetensors"));
    try (WeightSource source = WeightFiles.open(folder)) {
      assertEquals(1, source.entries().size());
    }
  }

  @Test
  void namesAPointerOfGitsLargeFileStorage() throws IOException {
    Files.writeString(
        folder.resolve("one.safetensors"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9973578592\n");
    assertRefused("one.safetensors: this is a Git LFS pointer");
  }

  @Test
  void namesTheTensorThatIsNotFinite() {
    TensorTable table = TensorTable.builder().add("a", 1).add("b", 1).addOptional("c", 7).build();
    try (WeightSource source = WeightFiles.open(folder);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      InputException e =
          assertThrows(
              InputException.class, () -> Weights.load(manager, source, table, Precision.BF16));
      assertTrue(e.toString().contains("tensor b holds NaN"), e.toString());
    }
  }

  @Test
  void loadsInTheOrderOfTheTable() throws IOException {
    shard("two", "b", ONE);
    TensorTable table = TensorTable.builder().add("b", 1).add("a", 1).build();
    try (WeightSource source = WeightFiles.open(folder);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> weights = Weights.load(manager, source, table, Precision.FP32);
      assertEquals(List.of("b", "a"), List.copyOf(weights.keySet()));
      assertEquals(2, manager.getManagedArrays().size());
    }
  }

  private void shard(String name, String tensor, byte[] value) {
    Path file = folder.resolve(name + ".safetensors");
    RawSafetensors.write(file, "{" + entry(tensor, "F32", "[1]", 0, 4) + "}", value);
  }

  private void index(String json) throws IOException {
    Files.writeString(folder.resolve(INDEX), json);
  }

  private void assertRefused(String expected) {
    InputException e = assertThrows(InputException.class, () -> WeightFiles.open(folder).close());
    assertTrue(e.toString().contains(expected), e.toString());
  }
}
