package org.sdvgen.runtime.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;

/** Notices name the modules that a format leaves out, with their share of the adapter. */
final class AdapterSelectionTest {
  private static final LoraModule PATCHES = new LoraModule("patch.proj", new Shape(3, 2, 1, 2, 2));
  private static final LoraModule QUERY = new LoraModule("blocks.0.to_q", new Shape(3, 4));
  private static final LoraModule INNER = new LoraModule("blocks.0.net.proj", new Shape(5, 3));
  private static final AdapterFormat LINEAR =
      AdapterFormat.of(AdapterKeys.DIFFUSERS, AdapterFormat.Alpha.METADATA, AdapterFormat.LINEAR);

  private static LoadedAdapter adapter(
      NDManager manager, List<LoraModule> modules, List<String> targets) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (LoraModule module : modules) {
      tensors.put(module.nameA(), values(manager, module.shapeA(2)));
      tensors.put(module.nameB(), values(manager, module.shapeB(2)));
    }
    LoraSettings config = new LoraSettings(2, 1, 0, targets);
    return new LoadedAdapter(
        "diffusers",
        config,
        modules,
        tensors,
        Precision.FP32,
        Optional.empty(),
        Map.of(),
        List.of());
  }

  private static NDArray values(NDManager manager, Shape shape) {
    return manager.arange((float) shape.size()).sub(1.5f).reshape(shape);
  }

  private static float[] values(LoadedAdapter adapter, String name) {
    return Objects.requireNonNull(adapter.tensors().get(name), name).toFloatArray();
  }

  /** The sum of the squares of B A, entry by entry. */
  private static double squares(LoadedAdapter adapter, LoraModule module) {
    float[] a = values(adapter, module.nameA());
    float[] b = values(adapter, module.nameB());
    int in = a.length / 2;
    double sum = 0;
    for (int row = 0; row < b.length / 2; row++) {
      for (int column = 0; column < in; column++) {
        double entry = b[2 * row] * a[column] + b[2 * row + 1] * a[in + column];
        sum += entry * entry;
      }
    }
    return sum;
  }

  @Test
  void theNoticeNamesModulesAndShare() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      LoadedAdapter adapter =
          adapter(manager, List.of(PATCHES, QUERY, INNER), List.of("proj", "to_q"));
      AdapterSelection selection = new AdapterSelection(LINEAR, adapter);
      double out = squares(adapter, PATCHES);
      double all = out + squares(adapter, QUERY) + squares(adapter, INNER);
      String notice = selection.notice().orElseThrow();
      assertTrue(notice.contains("1 of the adapter's 3 modules"), notice);
      assertTrue(notice.contains("left out: patch.proj;"), notice);
      assertTrue(
          notice.contains(String.format(Locale.ROOT, "%.1f %%", 100 * Math.sqrt(out / all))),
          notice);
      assertEquals(
          Set.of(QUERY.nameA(), QUERY.nameB(), INNER.nameA(), INNER.nameB()),
          selection.tensors().keySet());
    }
  }

  /** A target that would take a module without tensors would have readers look for them. */
  @Test
  void theTargetsTakeWhatIsWrittenAlone() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      List<LoraModule> modules = List.of(PATCHES, QUERY, INNER);
      assertEquals(
          List.of("to_q", "net.proj"),
          new AdapterSelection(
                  LINEAR, adapter(manager, modules, List.of("patch.proj", "to_q", "net.proj")))
              .config()
              .targets());
      assertEquals(
          List.of(QUERY.path(), INNER.path()),
          new AdapterSelection(LINEAR, adapter(manager, modules, List.of("proj", "to_q")))
              .config()
              .targets());
    }
  }

  @Test
  void aFormatThatTakesNothingIsRefused() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      LoadedAdapter adapter = adapter(manager, List.of(PATCHES), List.of("proj"));
      InputException error =
          assertThrows(InputException.class, () -> new AdapterSelection(LINEAR, adapter));
      assertTrue(String.valueOf(error.getMessage()).contains("patch.proj"), error.getMessage());
    }
  }

  @Test
  void whatIsWholeNeedsNoWord() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      LoadedAdapter adapter = adapter(manager, List.of(QUERY), List.of("to_q"));
      assertEquals(Optional.empty(), new AdapterSelection(LINEAR, adapter).notice());
    }
  }
}
