package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.text.T5Tokenizer;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 1: ids of the slow, legacy T5 tokenizer, with and without the subject token. */
class T01TokenizerGoldenTest {
  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void idsAreEqual() {
    JsonNode expected = golden.json("01_tokenizer.json");
    try (T5Tokenizer plain = T5Tokenizer.open(CogVideoXGolden.model(golden).folder().tokenizer())) {
      T5Tokenizer withCls = plain.withToken("<cls>");
      assertEquals(expected.get("length").asInt(), plain.length());
      assertEquals(expected.get("cls_id").asInt(), withCls.idOf("<cls>"));
      assertEquals(expected.get("extra_id_0").asInt(), plain.idOf("<extra_id_0>"));
      for (JsonNode prompt : GoldenFolder.filled(expected.path("cases"), "prompt")) {
        T5Tokenizer tokenizer = prompt.get("cls_added").asBoolean() ? withCls : plain;
        String text = prompt.get("prompt").asText();
        int[] ids = tokenizer.encode(text);
        assertArrayEquals(ids(prompt.get("unpadded_ids")), ids, text);
        TextLimit limit = new TextLimit(prompt.get("max_length").asInt(), LongPrompts.TRUNCATE);
        TokenRows rows = TokenRows.of(tokenizer, limit, List.of(text));
        assertArrayEquals(ids(prompt.get("ids")), rows.ids()[0], text);
      }
    }
    Parity.exact("01", "ids");
  }

  private static int[] ids(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
