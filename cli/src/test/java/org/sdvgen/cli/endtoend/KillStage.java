package org.sdvgen.cli.endtoend;

import java.util.List;

/** What a program does that is killed. */
enum KillStage {
  /** Trains an adapter from the first step to the last. */
  ADAPTER(
      "update_rules=gradient-surgery", "update.gradient-surgery.buffer_size=2", "lora.dropout=0.2"),
  /** Goes on with such a run, which was killed while it saved its last checkpoint. */
  RESUMED(ADAPTER.settings.toArray(String[]::new)),
  /** Trains the model's own weights. */
  BASE("trainable.mode=base", "trainable.save_dtype=fp32");

  @SuppressWarnings("ImmutableEnumChecker") // List.of gives a list that never changes
  private final List<String> settings;

  KillStage(String... settings) {
    this.settings = List.of(settings);
  }

  /** Settings that make the run what it is. */
  List<String> settings() {
    return settings;
  }

  /** What a run that was never stopped does to end in the same way. */
  KillStage whole() {
    return this == RESUMED ? ADAPTER : this;
  }
}
