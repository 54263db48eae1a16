package org.sdvgen.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnumWordTest {
  /** One of its constants has a class of its own, and one had another word. */
  enum Kind {
    TOP_K {
      @Override
      int size() {
        return 1;
      }
    },
    @FormerWord("all_of_them")
    WHOLE;

    int size() {
      return 2;
    }
  }

  @Test
  void wordsAreInSnakeCase() {
    assertEquals(List.of("top_k", "whole"), EnumWord.all(Kind.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"top_k", "top-k", "TOP_K", " Top-K "})
  void otherSpellingsAreRead(String word) {
    assertEquals(Optional.of(Kind.TOP_K), EnumWord.find(Kind.class, word));
  }

  @Test
  void formerWordsAreRead() {
    assertEquals(Optional.of(Kind.WHOLE), EnumWord.find(Kind.class, "all-of-them"));
    assertEquals(Optional.empty(), EnumWord.find(Kind.class, "all of them"));
    assertEquals(Optional.empty(), EnumWord.find(Kind.class, ""));
  }
}
