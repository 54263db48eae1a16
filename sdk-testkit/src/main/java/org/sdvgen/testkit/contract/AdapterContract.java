package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.error.InputException;
import org.sdvgen.testkit.TensorAssertions;

/** What choosing, saving and loading an adapter promises. */
public interface AdapterContract extends BackboneFixture {
  /** What is taken where a file is silent. */
  AdapterFallback FALLBACK = new AdapterFallback(Optional.empty(), 0);

  /** A new adapter is the identity and depends on its seed alone. */
  @Test
  default void newAdaptersChangeNothing() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray bare = backbone.denoiser().predict(input);
      backbone.parameters().select(new Selection.Adapter(lora(0)), 3);
      TensorAssertions.assertClose(
          bare, backbone.denoiser().predict(input), tolerance(), "prediction");
      float[] first = values(backbone);
      backbone.parameters().select(new Selection.Adapter(lora(0)), 3);
      assertArrayEquals(first, values(backbone));
    }
  }

  /** Switching an adapter off gives the bare model, switching it on gives it back. */
  @Test
  default void adaptersCanBeSwitchedOff() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray bare = backbone.denoiser().predict(input);
      Adapters.adapt(backbone, lora(0));
      NDArray adapted = backbone.denoiser().predict(input);
      assertTrue(TensorAssertions.error(bare, adapted, "prediction") > tolerance());
      backbone.parameters().disableAdapter();
      TensorAssertions.assertClose(bare, backbone.denoiser().predict(input), tolerance(), "off");
      backbone.parameters().enableAdapter();
      TensorAssertions.assertSameBits(adapted, backbone.denoiser().predict(input), "on");
    }
  }

  /**
   * A saved adapter gives the same bits in another backbone.
   *
   * @param folder for the file
   */
  @Test
  default void adaptersSurviveAFile(@TempDir Path folder) {
    Path file = folder.resolve("adapter.safetensors");
    try (Backbone backbone = newBackbone();
        Backbone other = newBackbone();
        NDManager scope = backbone.newScope()) {
      Adapters.adapt(backbone, lora(0));
      backbone.parameters().saveAdapter(file, Map.of());
      List<String> notices = other.parameters().loadAdapter(file, FALLBACK);
      assertEquals(List.of(), notices, "a file of one's own leaves nothing open");
      assertEquals(names(backbone), names(other));
      LoraConfig saved = backbone.parameters().adapter().orElseThrow();
      LoraConfig loaded = other.parameters().adapter().orElseThrow();
      assertEquals(saved.scale(), loaded.scale(), 1e-12);
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray expected = backbone.denoiser().predict(input);
      TensorAssertions.assertSameBits(expected, other.denoiser().predict(input), "prediction");
    }
  }

  /**
   * A file that is no adapter is refused by name, and the current adapter stays.
   *
   * @param folder for the file
   * @throws IOException if the folder cannot be written
   */
  @Test
  default void refusesFilesThatAreNoAdapters(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("readme.safetensors"), "no adapter at all");
    Path absent = folder.resolve("absent.safetensors");
    try (Backbone backbone = newBackbone()) {
      Adapters.adapt(backbone, lora(0));
      float[] before = values(backbone);
      for (Path file : List.of(text, absent)) {
        InputException e =
            assertThrows(
                InputException.class, () -> backbone.parameters().loadAdapter(file, FALLBACK));
        Contracts.assertNames(e, file.getFileName().toString());
      }
      assertArrayEquals(before, values(backbone));
    }
  }

  /** A target that matches no module is refused by name. */
  @Test
  default void refusesTargetsThatMatchNothing() {
    try (Backbone backbone = newBackbone()) {
      Parameters parameters = backbone.parameters();
      LoraConfig wrong = new LoraConfig(2, 2, 0, List.of("no_such_module"));
      InputException e =
          assertThrows(
              InputException.class, () -> parameters.select(new Selection.Adapter(wrong), 1));
      Contracts.assertNames(e, "no_such_module");
      e =
          assertThrows(
              InputException.class,
              () -> parameters.select(new Selection.Base(List.of("no_such_weight")), 1));
      Contracts.assertNames(e, "no_such_weight");
    }
  }

  private static List<String> names(Backbone backbone) {
    return backbone.parameters().trainable().stream().map(Parameter::name).toList();
  }

  private static float[] values(Backbone backbone) {
    return backbone.parameters().trainable().get(0).value().toFloatArray();
  }
}
