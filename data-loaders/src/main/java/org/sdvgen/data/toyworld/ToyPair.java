package org.sdvgen.data.toyworld;

/**
 * A pair before it is drawn.
 *
 * @param source the reference
 * @param target what is to be generated
 * @param prompt words for the target
 */
public record ToyPair(ToyScene source, ToyScene target, String prompt) {}
