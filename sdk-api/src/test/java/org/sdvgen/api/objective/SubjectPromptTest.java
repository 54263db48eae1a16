package org.sdvgen.api.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;

class SubjectPromptTest {
  private static final String TOKEN = "<cls>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "An armchair in the living room | armchair | An <cls> armchair in the living room",
        "Cat and cat | cat | <cls> Cat and cat",
        "a catalogue of a cat. | cat | a catalogue of a <cls> cat.",
        "a red  car, a car | red  car | a <cls> red  car, a car",
        "a <cls> dog and a dog | dog | a <cls> dog and a dog",
        "the end: dog | ' dog ' | the end: <cls> dog",
      })
  void marksTheFirstWholeOccurrence(String prompt, String subject, String expected) {
    assertEquals(expected, SubjectPrompt.mark(prompt, subject, TOKEN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "一个机器人在沙滩上 | 机器人 | 一个<cls> 机器人在沙滩上",
        "砂浜のロボットです | ロボット | 砂浜の<cls> ロボットです",
        "ロボットアームとロボット。 | ロボット | ロボットアームと<cls> ロボット。",
        "오래된 로봇이 걷는다 | 로봇 | 오래된 <cls> 로봇이 걷는다",
        "로봇의 집에 로봇 하나 | 로봇 | 로봇의 집에 <cls> 로봇 하나",
        "หุ่นยนต์สีแดงเดิน | หุ่นยนต์ | <cls> หุ่นยนต์สีแดงเดิน",
        "ມີຫຸ່ນຍົນຢູ່ | ຫຸ່ນຍົນ | ມີ<cls> ຫຸ່ນຍົນຢູ່",
        "មានឆ្កែនៅទីនេះ | ឆ្កែ | មាន<cls> ឆ្កែនៅទីនេះ",
        "ခွေးတစ်ကောင် | ခွေး | <cls> ခွေးတစ်ကောင်",
        "一个robot在走 | robot | 一个<cls> robot在走",
        "그 robot이 걷는다 | robot | 그 <cls> robot이 걷는다",
        "𠮷野家の𠮷です | 𠮷野家 | <cls> 𠮷野家の𠮷です",
      })
  void findsSubjectsOfScriptsWithoutSpaces(String prompt, String subject, String expected) {
    assertEquals(expected, SubjectPrompt.mark(prompt, subject, TOKEN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a cafe\u0301 table | caf\u00e9 | a <cls> cafe\u0301 table",
        "a caf\u00e9 table | cafe\u0301 | a <cls> caf\u00e9 table",
        "a red ＲＯＢＯＴ | robot | a red <cls> ＲＯＢＯＴ",
        "赤いﾛﾎﾞｯﾄです | ロボット | 赤い<cls> ﾛﾎﾞｯﾄです",
        "\u1105\u1169\u1107\u1169\u11BA\u110B\u1175 | 로봇 | <cls>"
            + " \u1105\u1169\u1107\u1169\u11BA\u110B\u1175",
        "a toy\u3000robot | toy robot | a <cls> toy\u3000robot",
        "a toy  robot | toy robot | a <cls> toy  robot",
        "the STRASSE here | straße | the <cls> STRASSE here",
        "a ❤\uFE0F here | ❤ | a <cls> ❤\uFE0F here",
      })
  void findsTheSameWordHoweverItWasTyped(String prompt, String subject, String expected) {
    assertEquals(expected, SubjectPrompt.mark(prompt, subject, TOKEN));
  }

  @ParameterizedTest
  @CsvSource({
    "a cafe\u0301 table, cafe",
    "एक कारें, कार",
    "기차가 달린다, 차",
    "robots walk, robot",
    "robot2 walks, robot",
    "старинный котик, кот",
    "一个机器, 机器人",
  })
  void leavesPartsOfOtherWordsAlone(String prompt, String subject) {
    assertThrows(InputException.class, () -> SubjectPrompt.mark(prompt, subject, TOKEN));
  }

  @ParameterizedTest
  @CsvSource({"a dog runs, cat", "a catalogue, cat", "a dog, ''"})
  void refusesASubjectThatDoesNotOccur(String prompt, String subject) {
    assertThrows(InputException.class, () -> SubjectPrompt.mark(prompt, subject, TOKEN));
  }

  @Test
  void namesPromptAndSubject() {
    InputException e =
        assertThrows(InputException.class, () -> SubjectPrompt.mark("a dog", "cat", TOKEN));
    assertEquals(
        "the subject \"cat\" does not occur in the prompt \"a dog\": name it there by the same"
            + " words",
        e.getMessage());
  }

  @Property
  void addsNothingButTheToken(
      @ForAll @AlphaChars @StringLength(max = 10) String before,
      @ForAll @AlphaChars @StringLength(min = 1, max = 10) String subject) {
    String prompt = before + " " + subject + " runs";
    String marked = SubjectPrompt.mark(prompt, subject, TOKEN);
    assertEquals(prompt, marked.replace(TOKEN + " ", ""));
    assertEquals(marked, SubjectPrompt.mark(marked, subject, TOKEN));
  }
}
