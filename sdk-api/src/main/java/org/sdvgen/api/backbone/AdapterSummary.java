package org.sdvgen.api.backbone;

import java.util.List;
import java.util.Map;

/**
 * What an adapter's file holds.
 *
 * @param format how its keys are spelled, such as {@code diffusers}
 * @param config rank, alpha and targets; the dropout is not the file's
 * @param modules how many modules are adapted
 * @param parameters how many numbers that takes
 * @param precision how the numbers are stored: {@code fp32}, {@code bf16} or {@code fp16}
 * @param settings the backbone's settings that it is used with
 * @param metadata the header's free text entries
 * @param notices sentences for the user about what the file leaves open
 */
public record AdapterSummary(
    String format,
    LoraSettings config,
    int modules,
    long parameters,
    String precision,
    Map<String, String> settings,
    Map<String, String> metadata,
    List<String> notices) {
  /** Copies the collections. */
  public AdapterSummary {
    settings = Map.copyOf(settings);
    metadata = Map.copyOf(metadata);
    notices = List.copyOf(notices);
  }
}
