package org.sdvgen.api.backbone;

import java.util.List;
import java.util.Map;

/**
 * The contents of an adapter's file.
 *
 * @param format spelling of its keys, such as {@code diffusers}
 * @param config rank, alpha and targets; the dropout is not the file's
 * @param modules number of adapted modules
 * @param parameters number of parameters of all modules together
 * @param precision number format: {@code fp32}, {@code bf16} or {@code fp16}
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
