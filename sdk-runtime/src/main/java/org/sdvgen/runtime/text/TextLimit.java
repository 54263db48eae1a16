package org.sdvgen.runtime.text;

/**
 * How much text a model takes.
 *
 * @param maxTokens tokens per prompt, the end token included
 * @param longPrompts how prompts with more tokens are treated
 */
public record TextLimit(int maxTokens, LongPrompts longPrompts) {}
