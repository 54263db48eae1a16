package org.sdvgen.api.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a configuration record.
 *
 * <p>The key of a component is its name in snake_case ({@code normLora} is read from {@code
 * norm_lora}). A component may be a {@code String}, {@code boolean}, {@code int}, {@code long},
 * {@code double}, {@link java.nio.file.Path} (relative paths are resolved against the configuration
 * file), an enum (written as {@link EnumWord} says), a class that is {@link WrittenAs} one text,
 * another such record, or a {@link java.util.List} or {@link java.util.Optional} of these. A
 * component that is {@link Inlined} shares the settings of another record.
 *
 * <p>A component with neither a default nor the type {@code Optional} must be given. Ranges are
 * checked in the record's constructor, which throws {@link IllegalArgumentException} with a message
 * that names the component; the host puts the full key before it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** Marks a component without a default. */
  String NONE = "\0";

  /**
   * The setting's effect, unit and range, in one sentence, without a full stop at its end.
   *
   * @return the words that {@code sdvgen plugins}, {@code sdvgen config explain}, the guide and the
   *     JSON Schema show
   */
  String doc();

  /**
   * The value used when the key is absent, written as in a configuration file (lists with commas).
   *
   * @return the default, or {@link #NONE}
   */
  String defaultValue() default NONE;

  /**
   * Whether another value may lead to other weights. A run is not resumed with another value of
   * such a setting. It is false for settings of how a run is stored, read, logged or used, and for
   * the paths of inputs whose content is compared on resume: the model's folder, the data's path.
   *
   * @return false if a run can be resumed with another value and gives the same weights
   */
  boolean decidesResult() default true;
}
