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
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.error.InputException;
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.TensorAssertions;

/** The contract of adapters and master weights: as values, as sums, and in files. */
public interface AdapterContract extends BackboneFixture {
  /** Alpha and dropout where a file has none. */
  AdapterFallback FALLBACK = new AdapterFallback(Optional.empty(), 0);

  /** A new adapter is the identity and depends on its seed alone. */
  @Test
  default void newAdaptersChangeNothing() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray bare = backbone.denoiser().predict(input);
      Adapter first = backbone.parameters().newAdapter(lora(0), 3);
      TensorAssertions.assertClose(
          bare, backbone.denoiser(Tuning.of(first)).predict(input), tolerance(), "prediction");
      assertArrayEquals(values(first), values(backbone.parameters().newAdapter(lora(0), 3)));
    }
  }

  /** An adapter acts only in tunings that name it; the model without it stays the same. */
  @Test
  default void adaptersActWhereTheyAreAskedFor() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray bare = backbone.denoiser().predict(input);
      Adapted one = Adapted.of(backbone, lora(0), "one");
      Adapted other = Adapted.of(backbone, lora(0), "other");
      NDArray first = one.denoiser().predict(input);
      NDArray second = other.denoiser().predict(input);
      assertTrue(TensorAssertions.error(bare, first, "prediction") > tolerance());
      assertTrue(TensorAssertions.error(second, first, "prediction") > tolerance());
      TensorAssertions.assertSameBits(bare, backbone.denoiser().predict(input), "without");
      TensorAssertions.assertSameBits(first, one.denoiser().predict(input), "again");
      other.adapter().close();
      TensorAssertions.assertSameBits(first, one.denoiser().predict(input), "the other closed");
    }
  }

  /** A weight scales an adapter's effect as its alpha does; with 0 it has none. */
  @Test
  default void weightsScaleAsAlphaDoes() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      LoraSettings lora = lora(0);
      LoraSettings half =
          new LoraSettings(lora.rank(), lora.alpha() / 2, lora.dropout(), lora.targets());
      Adapter adapter = Adapted.of(backbone, lora).adapter();
      TensorAssertions.assertSameBits(
          Adapted.of(backbone, half).denoiser().predict(input),
          backbone.denoiser(Tuning.NONE.with(adapter, 0.5)).predict(input),
          "half");
      TensorAssertions.assertSameBits(
          backbone.denoiser().predict(input),
          backbone.denoiser(Tuning.NONE.with(adapter, 0)).predict(input),
          "none");
    }
  }

  /**
   * Adapters add up: one that is split into two of half its weight acts as itself. Changes of the
   * values of one act on the next prediction.
   */
  @Test
  default void adaptersAddUp() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      Adapted one = Adapted.of(backbone, lora(0));
      Adapted same = Adapted.of(backbone, lora(0));
      NDArray whole = one.denoiser().predict(input);
      Denoiser both =
          backbone.denoiser(Tuning.NONE.with(one.adapter(), 0.5).with(same.adapter(), 0.5));
      TensorAssertions.assertClose(whole, both.predict(input), tolerance(), "two halves");
      IllegalStateException error =
          assertThrows(IllegalStateException.class, () -> both.trace(input, 1));
      assertTrue(String.valueOf(error.getMessage()).contains("several adapters"));
      same.parameters().forEach(parameter -> parameter.value().muli(0));
      TensorAssertions.assertClose(
          backbone.denoiser(Tuning.NONE.with(one.adapter(), 0.5)).predict(input),
          both.predict(input),
          tolerance(),
          "one half");
    }
  }

  /** Master weights take the place of pretrained ones, with and without an adapter beside them. */
  @Test
  default void mastersLeaveThePretrainedWeightsAlone() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray bare = backbone.denoiser().predict(input);
      Adapted adapted = Adapted.of(backbone, lora(0));
      NDArray with = adapted.denoiser().predict(input);
      MasterWeights masters = backbone.parameters().masters(List.of(".*"));
      Tuning both =
          new Tuning(Optional.of(masters), List.of(new Tuning.Weighted(adapted.adapter(), 1)));
      TensorAssertions.assertSameBits(
          bare, backbone.denoiser(Tuning.of(masters)).predict(input), "copies");
      TensorAssertions.assertSameBits(with, backbone.denoiser(both).predict(input), "and adapter");
      masters.parameters().forEach(parameter -> parameter.value().muli(0.9f));
      NDArray moved = backbone.denoiser(Tuning.of(masters)).predict(input);
      assertTrue(TensorAssertions.error(bare, moved, "prediction") > tolerance());
      TensorAssertions.assertSameBits(bare, backbone.denoiser().predict(input), "pretrained");
      TensorAssertions.assertSameBits(with, adapted.denoiser().predict(input), "adapter alone");
    }
  }

  /** Adapters that are closed, one of them twice, leave no array behind. */
  @Test
  default void closedAdaptersLeaveNothing() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      Runnable round =
          () -> {
            Adapter one = backbone.parameters().newAdapter(lora(0), 1);
            Adapter two = backbone.parameters().newAdapter(lora(0), 2);
            MasterWeights masters = backbone.parameters().masters(List.of(".*"));
            Tuning all = Tuning.of(masters).with(one, 1).with(two, 0.5);
            backbone.denoiser(all).predict(input).close();
            backbone.denoiser(Tuning.of(one)).predict(input).close();
            List.of(one, two, masters, one).forEach(TrainableWeights::close);
          };
      round.run();
      NativeMemory.assertNothingLeft(round);
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
      Adapted adapted = Adapted.of(backbone, lora(0));
      adapted.adapter().save(file, Map.of());
      Adapter loaded = other.parameters().loadAdapter(file, FALLBACK);
      assertEquals(List.of(), loaded.notices(), "a file of one's own leaves nothing open");
      assertEquals(names(adapted.adapter()), names(loaded));
      assertEquals(adapted.adapter().settings(), loaded.settings());
      assertEquals(adapted.adapter().config().scale(), loaded.config().scale(), 1e-12);
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray expected = adapted.denoiser().predict(input);
      TensorAssertions.assertSameBits(
          expected, other.denoiser(Tuning.of(loaded)).predict(input), "prediction");
    }
  }

  /**
   * A file that is no adapter is refused by name.
   *
   * @param folder for the file
   * @throws IOException if the folder cannot be written
   */
  @Test
  default void refusesFilesThatAreNoAdapters(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("readme.safetensors"), "no adapter at all");
    Path absent = folder.resolve("absent.safetensors");
    try (Backbone backbone = newBackbone()) {
      for (Path file : List.of(text, absent)) {
        InputException e =
            assertThrows(
                InputException.class, () -> backbone.parameters().loadAdapter(file, FALLBACK));
        Contracts.assertNames(e, file.getFileName().toString());
      }
    }
  }

  /** A target that matches no module is refused by name. */
  @Test
  default void refusesTargetsThatMatchNothing() {
    try (Backbone backbone = newBackbone()) {
      Parameters parameters = backbone.parameters();
      LoraSettings wrong = new LoraSettings(2, 2, 0, List.of("no_such_module"));
      InputException e = assertThrows(InputException.class, () -> parameters.newAdapter(wrong, 1));
      Contracts.assertNames(e, "no_such_module");
      e = assertThrows(InputException.class, () -> parameters.masters(List.of("no_such_weight")));
      Contracts.assertNames(e, "no_such_weight");
    }
  }

  private static List<String> names(Adapter adapter) {
    return adapter.parameters().stream().map(Parameter::name).toList();
  }

  private static float[] values(Adapter adapter) {
    return adapter.parameters().get(0).value().toFloatArray();
  }
}
