package org.sdvgen.host;

/** Generates videos with the configured backbone. Used from one thread at a time. */
public interface Generator {
  /**
   * Generates a video.
   *
   * @param request what to show; what it leaves open comes from the configuration's {@code
   *     generate.*}, then from the backbone's native values
   * @param listener is told of every denoising step, on the calling thread
   * @return the video
   * @throws org.sdvgen.api.error.InputException if the request does not fit the model or a file
   *     cannot be read
   */
  GeneratedVideo generate(GenerationRequest request, GenerationListener listener);

  /**
   * Generates a video without being watched.
   *
   * @param request what to show
   * @return the video
   */
  default GeneratedVideo generate(GenerationRequest request) {
    return generate(request, step -> {});
  }
}
