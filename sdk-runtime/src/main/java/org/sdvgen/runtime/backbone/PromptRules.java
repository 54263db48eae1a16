package org.sdvgen.runtime.backbone;

import java.util.function.UnaryOperator;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;

/**
 * How a model reads prompts.
 *
 * @param cleaner cleans a prompt before it is split into tokens; the identity for no cleaning
 * @param maxTokens tokens that every prompt is padded to, the end token included
 * @param padding how the rows past a prompt's end are treated
 */
public record PromptRules(UnaryOperator<String> cleaner, int maxTokens, Padding padding) {}
