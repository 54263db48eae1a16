package org.sdvgen.api.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a class the type of a setting that is written as one text, such as {@link DeviceName}. The
 * class has a public static method {@code parse(String)}, which throws {@link
 * IllegalArgumentException} for other texts, and {@code toString()} gives the text back.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WrittenAs {
  /**
   * The form in words.
   *
   * @return such as {@code auto, cpu, cuda or cuda:N}; messages say "expected" before it
   */
  String form();

  /**
   * The form as a regular expression of whole texts, in the syntax that Java and JSON Schema have
   * in common.
   *
   * @return with {@code ^} and {@code $}
   */
  String pattern();
}
