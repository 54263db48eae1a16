package org.sdvgen.host;

import java.util.List;
import java.util.function.Consumer;

/**
 * Generates videos with the configured backbone. Used from one thread at a time.
 *
 * <p>Random numbers are drawn in this order and by these purposes of a {@link
 * org.sdvgen.api.random.DrawKey}, so that another program's noise can be replayed: {@link
 * #REFERENCE_NOISE}, {@link #INITIAL_LATENTS}, and {@link #SOLVER_NOISE} for every step that asks
 * for it. The key's seed is the request's; step and sample are 0 but for the solver's.
 */
public interface Generator {
  /** Normals of the sample from the reference's posterior, (1, c, 1, h, w). */
  String REFERENCE_NOISE = "generate/reference";

  /** Normals that denoising starts from, (1, c, f, h, w). */
  String INITIAL_LATENTS = "generate/latents";

  /**
   * Normals of stochastic solvers, (1, c, f, h, w); the key's step is the denoising step and its
   * sample counts the draws within the step.
   */
  String SOLVER_NOISE = "generate/solver";

  /**
   * Generates a video.
   *
   * @param request prompt, reference and settings; open ones come from the configuration's {@code
   *     generate.*}, then from the backbone's native values
   * @param listener is told of every denoising step, on the calling thread
   * @return the video
   * @throws org.sdvgen.api.error.InputException if the request does not fit the model or a file
   *     cannot be read
   */
  GeneratedVideo generate(GenerationRequest request, GenerationListener listener);

  /**
   * Generates several videos, the same as one after the other. A model whose parts take turns in
   * memory does each phase for several videos before the next phase begins.
   *
   * @param requests the videos
   * @param taker is given every video, in the order of the requests, on the calling thread
   * @throws org.sdvgen.api.error.InputException if a request does not fit the model or a file
   *     cannot be read
   */
  default void generateAll(List<GenerationRequest> requests, Consumer<GeneratedVideo> taker) {
    requests.forEach(request -> taker.accept(generate(request)));
  }

  /**
   * Generates a video without being watched.
   *
   * @param request prompt, reference and settings
   * @return the video
   */
  default GeneratedVideo generate(GenerationRequest request) {
    return generate(request, step -> {});
  }
}
