package org.sdvgen.testkit.damage;

import java.util.List;

/** Texts that lead a tokenizer everywhere. */
public final class AnyText {
  /** Texts that users may type or paste, and invalid ones. */
  public static final List<String> ALL =
      List.of(
          "",
          "a red ball rolls over the  grass .",
          "</s> <pad> <extra_id_0><cls> <unk>",
          "Ａ ﬁ ² ㍿ ｶﾞ e\u0301 q\u0307\u0323 \u1100\u1161\u11a8 \u00a0\u2003\u200b",
          "日本語のテキスト 한국어 ไทย العربية 🎈👩‍👩‍👧",
          "\0\1\u007f\ufffd\ufeff\u2028",
          every(0x20, 0x250),
          every(0xf900, 0xffff),
          "a".repeat(3000),
          " ".repeat(500));

  private AnyText() {}

  private static String every(int first, int end) {
    StringBuilder text = new StringBuilder();
    for (int point = first; point < end; point++) {
      text.appendCodePoint(point);
    }
    return text.toString();
  }
}
