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
