package org.sdvgen.cli;

import java.io.PrintWriter;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Generator;

/** A generation that is shown. */
final class Generation {
  private Generation() {}

  /**
   * Generates a video.
   *
   * @param generator a generator that is ready
   * @param request the video to generate
   * @param err takes the progress
   * @return the video
   */
  static GeneratedVideo run(Generator generator, GenerationRequest request, PrintWriter err) {
    try (GenerationDisplay display = new GenerationDisplay(err, Terminal.isWatched())) {
      return generator.generate(request, display);
    }
  }
}
