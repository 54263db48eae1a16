package org.sdvgen.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The end of a training run.
 *
 * @param steps optimizer steps taken since the very beginning, earlier runs included
 * @param complete false if the run was asked to stop before its last step
 * @param result the trained adapter's file in diffusers' format, or the trained model's folder;
 *     empty unless the run is complete
 * @param checkpoint the newest checkpoint
 * @param metrics the file with a JSON object per step
 */
public record TrainingSummary(
    long steps, boolean complete, Optional<Path> result, Path checkpoint, Path metrics) {}
