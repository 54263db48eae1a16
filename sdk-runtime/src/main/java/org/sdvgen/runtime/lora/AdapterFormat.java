package org.sdvgen.runtime.lora;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A kind of adapter file that is written.
 *
 * @param name the format's name for users
 * @param keys how its keys are spelled
 * @param alpha how it says the adapter's alpha
 * @param takes the modules that all of its readers can take; the others are left out
 */
public record AdapterFormat(
    String name, AdapterKeys keys, Alpha alpha, Predicate<LoraModule> takes) {
  /** How a file says its alpha. */
  public enum Alpha {
    /** In PEFT's entry of the header. */
    METADATA,
    /** As a number beside every module's matrices. */
    TENSORS,
    /** Not at all: B is multiplied by the adapter's scale, so that alpha = rank, as all assume. */
    FOLDED,
    /**
     * Not at all, for readers that take one module's rank for the alpha of all: as {@link #FOLDED},
     * and smaller ranks are filled up with zeros.
     */
    FOLDED_TO_ONE_RANK;

    /** Whether B holds the scale. */
    boolean isFolded() {
      return this == FOLDED || this == FOLDED_TO_ONE_RANK;
    }
  }

  /** For readers that can take adapters of every module. */
  public static final Predicate<LoraModule> ALL = module -> true;

  /** For readers that can take adapters of linear layers alone, not of convolutions. */
  public static final Predicate<LoraModule> LINEAR = module -> module.weight().dimension() == 2;

  /** diffusers' own, since version 0.34. */
  public static final AdapterFormat DIFFUSERS = of(AdapterKeys.DIFFUSERS, Alpha.METADATA, ALL);

  /** The same for diffusers before 0.34, which knows no alpha and scales every adapter by 1. */
  public static final AdapterFormat DIFFUSERS_OLD =
      new AdapterFormat("diffusers-old", AdapterKeys.DIFFUSERS, Alpha.FOLDED_TO_ONE_RANK, ALL);

  /**
   * A format that is called as its spelling is.
   *
   * @param keys how its keys are spelled
   * @param alpha how it says the adapter's alpha
   * @param takes the modules that all of its readers can take
   */
  public static AdapterFormat of(AdapterKeys keys, Alpha alpha, Predicate<LoraModule> takes) {
    return new AdapterFormat(keys.spelling().format(), keys, alpha, takes);
  }

  /**
   * Names a copy in this format of an adapter in diffusers' own.
   *
   * @param file the adapter's own file
   * @return {@code <name>.<format>.safetensors}
   */
  public Path beside(Path file) {
    String stem = file.getFileName().toString().replaceFirst("\\.safetensors$", "");
    return file.resolveSibling(stem + "." + name() + ".safetensors");
  }
}
