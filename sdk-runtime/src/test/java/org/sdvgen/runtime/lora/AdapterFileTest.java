package org.sdvgen.runtime.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsWriter;

class AdapterFileTest {
  private static final Map<String, Shape> BASE = new LinkedHashMap<>();

  static {
    BASE.put("proj.weight", new Shape(6, 3, 2, 2));
    BASE.put("proj.bias", new Shape(6));
    BASE.put("blocks.0.to_q.weight", new Shape(6, 4));
    BASE.put("blocks.1.to_q.weight", new Shape(6, 4));
    BASE.put("norm.weight", new Shape(6));
  }

  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0.1);

  @TempDir Path folder;
  private NDManager manager;
  private Map<String, NDArray> tensors;

  @BeforeEach
  void open() {
    manager = Devices.newManager(Devices.cpu());
    tensors = LoraInit.create(manager, LoraTargets.match(BASE, List.of("proj", "to_q")), 2, 1);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void readsWhatItWrote() {
    LoraSettings config = new LoraSettings(2, 5, 0.2, List.of("proj", "to_q"));
    Path file = folder.resolve("adapter.safetensors");
    Map<String, String> settings = Map.of("norm_lora", "reference");
    AdapterFile.write(file, config, tensors, settings, Map.of("recipe", "toy"));

    LoadedAdapter adapter = AdapterFile.read(manager, file, BASE, SILENT);
    assertEquals(new LoraSettings(2, 5, 0.1, List.of("proj", "to_q")), adapter.config());
    assertEquals(Optional.of(settings), adapter.settings());
    assertEquals(List.of(), adapter.notices());
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(adapter.tensors().keySet()));
    assertArrayEquals(
        tensors.values().iterator().next().toFloatArray(),
        adapter.tensors().values().iterator().next().toFloatArray());
  }

  @Test
  void saysWhichAlphaItAssumed() {
    LoadedAdapter silent = read(Map.of(), SILENT);
    assertEquals(2, silent.config().alpha());
    assertTrue(silent.notices().get(0).contains("has no alpha"));
    assertEquals(Optional.empty(), silent.settings());
    assertEquals(List.of("proj", "blocks.0.to_q", "blocks.1.to_q"), silent.config().targets());

    AdapterFallback given = new AdapterFallback(Optional.of(8.0), 0);
    LoadedAdapter said = read(Map.of(), given);
    assertEquals(8, said.config().alpha());
    assertTrue(said.notices().get(0).contains("its scale is 4.0"), said.notices().get(0));
  }

  @Test
  void refusesAKeyThatMatchesNoModule() {
    tensors.put("blocks.2.to_q.lora_A.weight", manager.zeros(new Shape(2, 4)));
    assertRefused(
        Map.of(),
        "1 of its 7 keys match no module, such as\n  transformer.blocks.2.to_q.lora_A.weight"
            + " (nearest: transformer.blocks.0.to_q.lora_A.weight)");
    tensors.clear();
    assertRefused(Map.of(), "holds no tensors");
  }

  @Test
  void refusesAMissingPartner() {
    tensors.remove("blocks.1.to_q.lora_B.weight");
    assertRefused(Map.of(), "missing: transformer.blocks.1.to_q.lora_B.weight (6, 2)");
    tensors.remove("proj.lora_A.weight");
    assertRefused(Map.of(), "missing: transformer.proj.lora_A.weight (2, 3, 2, 2)");
  }

  @Test
  void refusesOtherShapesAndRanks() {
    tensors.put("blocks.1.to_q.lora_A.weight", manager.zeros(new Shape(3, 4)));
    assertRefused(Map.of(), "expected (6, 3), found (6, 2)");
    assertRefused(peft("\"transformer.r\":3"), "says rank 3, but transformer.proj.lora_A.weight");
    tensors.put("proj.lora_A.weight", manager.zeros(new Shape()));
    assertRefused(Map.of(), "which has no rank");
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    tensors.put("proj.lora_B.weight", manager.full(new Shape(6, 2, 1, 1), Float.NaN));
    assertRefused(Map.of(), "proj.lora_B.weight holds NaN");
  }

  @Test
  void refusesVariantsOfLora() {
    assertRefused(peft("\"transformer.use_dora\":true"), "PEFT's use_dora");
    assertRefused(Map.of("lora_adapter_metadata", "{"), "is not valid JSON");
    assertRefused(Map.of("sdvgen", "[]"), "is not a JSON object");
  }

  @Test
  void fusesWithoutAdapter() {
    NDArray weight = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
    NDArray a = manager.create(new float[] {1, 0, 2}, new Shape(1, 3));
    NDArray b = manager.create(new float[] {1, -1}, new Shape(2, 1));
    float[] expected = {1.5f, 2, 4, 3.5f, 5, 5};
    assertArrayEquals(expected, LoraFusion.fuse(manager, weight, a, b, 0.5).toFloatArray());
    NDArray kernel = weight.reshape(2, 1, 1, 3);
    NDArray fused =
        LoraFusion.fuse(manager, kernel, a.reshape(1, 1, 1, 3), b.reshape(2, 1, 1, 1), 0.5);
    assertArrayEquals(expected, fused.toFloatArray());
    assertEquals(kernel.getShape(), fused.getShape());
  }

  private static Map<String, String> peft(String entry) {
    return Map.of("lora_adapter_metadata", "{" + entry + "}");
  }

  private LoadedAdapter read(Map<String, String> metadata, AdapterFallback fallback) {
    Path file = folder.resolve("raw.safetensors");
    Map<String, NDArray> prefixed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> prefixed.put("transformer." + name, tensor));
    SafetensorsWriter.write(file, prefixed, metadata);
    return AdapterFile.read(manager, file, BASE, fallback);
  }

  private void assertRefused(Map<String, String> metadata, String expected) {
    InputException e = assertThrows(InputException.class, () -> read(metadata, SILENT));
    assertTrue(e.toString().contains(expected), e.toString());
    assertTrue(e.toString().contains("raw.safetensors"), e.toString());
  }
}
