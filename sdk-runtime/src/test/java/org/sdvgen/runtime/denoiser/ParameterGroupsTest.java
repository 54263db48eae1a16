package org.sdvgen.runtime.denoiser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.backbone.ParameterGroup;

final class ParameterGroupsTest {
  private static final ParameterGroups GROUPS =
      new ParameterGroups("\\.attn\\.to_", "\\.ff\\.", "^patch\\.", "^proj_out\\.");

  @ParameterizedTest
  @CsvSource({
    "blocks.0.attn.to_q.weight, ATTENTION",
    "blocks.0.attn.norm_q.weight, NORM",
    "blocks.0.ff.net.weight, MLP",
    "patch.proj.bias, EMBED",
    "blocks.0.patch.proj.bias, NORM",
    "proj_out.weight, OTHER",
    "norm_out.linear.weight, NORM"
  })
  void aParameterIsInTheFirstGroupWhoseExpressionIsFound(String name, ParameterGroup group) {
    assertEquals(group, GROUPS.of(name));
  }
}
