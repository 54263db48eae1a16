package org.sdvgen.wan22.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.testkit.golden.RealSizeList;

class OriginalNamesTest {
  @ParameterizedTest
  @CsvSource({
    "patch_embedding, patch_embedding",
    "condition_embedder.text_embedder.linear_1, text_embedding.0",
    "condition_embedder.time_embedder.linear_2, time_embedding.2",
    "condition_embedder.time_proj, time_projection.1",
    "blocks.0.attn1.to_q, blocks.0.self_attn.q",
    "blocks.12.attn2.to_out.0, blocks.12.cross_attn.o",
    "blocks.3.ffn.net.0.proj, blocks.3.ffn.0",
    "blocks.3.ffn.net.2, blocks.3.ffn.2",
    "proj_out, head.head"
  })
  void pathsAreTranslated(String path, String original) {
    assertEquals(original, WanAdapters.ORIGINAL_NAMES.apply(path));
  }

  @Test
  void noTwoModulesOfTheNetworkShareAName() {
    Set<String> modules = new HashSet<>();
    Set<String> originals = new HashSet<>();
    for (Map.Entry<String, ?> entry :
        RealSizeList.read("wan2.2-ti2v-5b.transformer").json().get("shapes").properties()) {
      String path = entry.getKey().replaceAll("\\.(weight|bias)$", "");
      modules.add(path);
      originals.add(WanAdapters.ORIGINAL_NAMES.apply(path));
    }
    assertEquals(modules.size(), originals.size());
  }
}
