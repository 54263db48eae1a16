package org.sdvgen.testkit.asserting;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;

/**
 * Asserts that embeddings are plain arrays of one row per prompt, owned by the caller's manager.
 *
 * @param encoder the one that does the work
 */
record AssertingTextEncoder(TextEncoder encoder) implements TextEncoder {
  @Override
  public TextBundle encode(NDManager manager, List<String> prompts) {
    TextBundle bundle = encoder.encode(manager, prompts);
    bundle.arrays().forEach((name, array) -> check(name, array, manager, prompts.size()));
    return bundle;
  }

  @Override
  public void check(String prompt) {
    encoder.check(prompt);
  }

  private static void check(String name, NDArray array, NDManager manager, int prompts) {
    Checks.plain(array, "text " + name);
    Checks.owner(array, manager, "text " + name);
    long rows = array.getShape().get(0);
    Checks.require(
        rows == prompts, () -> "text " + name + " must have " + prompts + " rows, not " + rows);
  }
}
