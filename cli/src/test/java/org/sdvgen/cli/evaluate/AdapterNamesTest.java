package org.sdvgen.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdvgen.host.AdapterUse;

/** Names as short as they can be while they differ. */
final class AdapterNamesTest {
  private static List<String> names(String... files) {
    return AdapterNames.of(Stream.of(files).map(file -> new AdapterUse(Path.of(file))).toList());
  }

  @Test
  void filesAreNamedByWhatTellsThemApart() {
    assertEquals(List.of("style", "robot"), names("a/style.safetensors", "b/robot.safetensors"));
    assertEquals(
        List.of("x-a-style", "y-a-style"), names("x/a/style.safetensors", "y/a/style.safetensors"));
    assertEquals(
        List.of("a", "b"),
        names(
            "runs/a/pytorch_lora_weights.safetensors", "runs/b/pytorch_lora_weights.safetensors"));
  }

  @Test
  void weightsAndNumbersTellEqualFilesApart() {
    AdapterUse whole = new AdapterUse(Path.of("a/style.safetensors"));
    AdapterUse half = new AdapterUse(whole.file(), 0.5);
    assertEquals(List.of("style", "style-0.5"), AdapterNames.of(List.of(whole, half)));
    List<String> names = AdapterNames.of(List.of(half, half, whole));
    assertEquals(3, names.stream().distinct().count(), names.toString());
    assertEquals(List.of("no-adapter-2"), names("no-adapter.safetensors"));
  }
}
