package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.error.InputException;
import org.sdvgen.testkit.TensorAssertions;

/** The contract of a text encoder. */
public interface TextContract extends BackboneFixture {
  /** Text arrays are fp32 or integer, one row per prompt. */
  @Test
  default void textIsPlain() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      TextBundle text = backbone.textEncoder().encode(scope, prompts());
      assertEquals(prompts().size(), text.batchSize());
      for (NDArray array : text.arrays().values()) {
        DataType type = array.getDataType();
        assertTrue(type == DataType.FLOAT32 || type.isInteger(), "text array of " + type);
        assertEquals(prompts().size(), array.getShape().get(0));
      }
    }
  }

  /** A prompt's embedding does not depend on the prompts beside it. */
  @Test
  default void promptsDoNotInfluenceOneAnother() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      TextBundle together = backbone.textEncoder().encode(scope, prompts());
      for (int i = 0; i < prompts().size(); i++) {
        TextBundle alone = backbone.textEncoder().encode(scope, List.of(prompts().get(i)));
        TextBundle part = together.slice(i, i + 1);
        alone
            .arrays()
            .forEach(
                (name, array) -> {
                  NDArray other = Objects.requireNonNull(part.arrays().get(name), name);
                  TensorAssertions.assertClose(
                      array.toType(DataType.FLOAT32, false),
                      other.toType(DataType.FLOAT32, false),
                      tolerance(),
                      name);
                });
      }
    }
  }

  /** The empty prompt, which guidance needs, is a prompt like any other. */
  @Test
  default void encodesTheEmptyPrompt() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      assertEquals(1, backbone.textEncoder().encode(scope, List.of("")).batchSize());
    }
  }

  /** A prompt that is too long is refused, not cut. */
  @Test
  default void refusesPromptsThatAreTooLong() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      String prompt = "chair " + "very ".repeat(backbone.spec().maxTextTokens()) + "red";
      InputException e =
          assertThrows(
              InputException.class, () -> backbone.textEncoder().encode(scope, List.of(prompt)));
      Contracts.assertNames(e, Integer.toString(backbone.spec().maxTextTokens()));
      InputException checked =
          assertThrows(InputException.class, () -> backbone.textEncoder().check(prompt));
      assertEquals(e.getMessage(), checked.getMessage());
    }
  }

  /** Prompts that can be encoded pass the check. */
  @Test
  default void promptsThatAreEncodedPassTheCheck() {
    try (Backbone backbone = newBackbone()) {
      prompts().forEach(backbone.textEncoder()::check);
      backbone.textEncoder().check("");
    }
  }
}
