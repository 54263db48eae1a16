package org.sdvgen.host;

import java.nio.file.Path;
import org.sdvgen.api.backbone.CodecFitter;

/**
 * A codec that was fitted.
 *
 * @param file the codec's file or folder
 * @param clips how many clips it was fitted to
 * @param heldOut how many clips it was judged by
 * @param fit its quality on those
 */
public record CodecFitting(Path file, int clips, int heldOut, CodecFitter.Fit fit) {}
