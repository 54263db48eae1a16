package org.sdvgen.data.toyworld;

/**
 * A clip before it is drawn.
 *
 * @param scene what it shows
 * @param caption words for it
 */
public record ToyClip(ToyScene scene, String caption) {}
