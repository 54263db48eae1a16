package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.config.Setting;

/**
 * A clip to generate during training; read from {@code validation.prompts}.
 *
 * @param prompt its text
 * @param image the picture of the subject
 * @param subject the words of the prompt that name the picture's subject
 */
public record ValidationPrompt(
    @Setting(doc = "The prompt, which says what the clip shows") String prompt,
    @Setting(doc = "Picture of the subject (default: none)") Optional<Path> image,
    @Setting(doc = "Words of the prompt that name the subject (default: none)")
        Optional<String> subject) {
  /** Checks that there is a prompt. */
  public ValidationPrompt {
    if (prompt.isBlank()) {
      throw new IllegalArgumentException("prompt must not be empty");
    }
  }
}
