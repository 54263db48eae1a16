package org.sdvgen.host;

import java.nio.file.Path;
import org.sdvgen.api.backbone.CodecFitter;

/**
 * A codec that was fitted.
 *
 * @param file the codec's file
 * @param clips how many clips it was fitted to
 * @param fit what it is like on them
 */
public record CodecFitting(Path file, int clips, CodecFitter.Fit fit) {}
