package org.sdvgen.data.toyworld;

/**
 * A pair before it is drawn.
 *
 * @param source the reference
 * @param target the target
 * @param prompt the target's prompt
 */
public record ToyPair(ToyScene source, ToyScene target, String prompt) {}
