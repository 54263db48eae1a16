package org.sdvgen.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to evaluate.
 *
 * @param adapter an adapter file; empty for the model as it stands
 * @param withReference whether the generator is given the reference pictures; without them prompts
 *     have no subject token either
 */
public record EvaluationRequest(Optional<Path> adapter, boolean withReference) {}
