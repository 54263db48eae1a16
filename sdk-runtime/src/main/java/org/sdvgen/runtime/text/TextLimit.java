package org.sdvgen.runtime.text;

/**
 * How much text a model takes.
 *
 * @param maxTokens tokens per prompt, the end token included
 * @param longPrompts what becomes of prompts with more tokens
 */
public record TextLimit(int maxTokens, LongPrompts longPrompts) {}
