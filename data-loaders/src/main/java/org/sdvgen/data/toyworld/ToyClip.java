package org.sdvgen.data.toyworld;

/**
 * A clip before it is drawn.
 *
 * @param scene its scene
 * @param caption its caption
 */
public record ToyClip(ToyScene scene, String caption) {}
