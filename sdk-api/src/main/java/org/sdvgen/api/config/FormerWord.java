package org.sdvgen.api.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A word that an enum's constant had in earlier versions; it is still read, never written. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface FormerWord {
  /**
   * The word.
   *
   * @return in lower case with {@code _}
   */
  String value();
}
