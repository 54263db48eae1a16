package org.sdvgen.host.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationListener;
import org.sdvgen.host.GenerationRequest;

/** One video on its way through the phases, in the order of the methods; each is called once. */
final class GenerationJob {
  private final GenerationRequest request;
  private final GenerationPlan plan;
  private final String prompt;
  private final Optional<PixelClip> picture;
  private final GenerationDraws draws;
  private final LongSupplier nanoTime;
  private @Nullable TextBundle text;
  private @Nullable Conditioning conditioning;
  private @Nullable NDArray latents;
  private double encoding;
  private double denoising;
  private double decoding;

  /**
   * A video that is not begun.
   *
   * @param request asks for it
   * @param plan its settings
   * @param prompt the prompt as the model reads it
   * @param picture the reference in the video's shape
   * @param draws its random numbers
   * @param nanoTime a clock in nanoseconds
   */
  GenerationJob(
      GenerationRequest request,
      GenerationPlan plan,
      String prompt,
      Optional<PixelClip> picture,
      GenerationDraws draws,
      LongSupplier nanoTime) {
    this.request = request;
    this.plan = plan;
    this.prompt = prompt;
    this.picture = picture;
    this.draws = draws;
    this.nanoTime = nanoTime;
  }

  List<AdapterUse> adapters() {
    return request.adapters();
  }

  void encodeText(TrainingModel model, NDManager scope) {
    long begin = nanoTime.getAsLong();
    text = Conditioning.text(model, scope, plan, prompt);
    encoding = since(begin);
  }

  void encodeReference(TrainingModel model, NDManager scope) {
    long begin = nanoTime.getAsLong();
    TextBundle embeddings = Objects.requireNonNull(text, "text comes first");
    conditioning = Conditioning.with(model, scope, plan, embeddings, picture, draws);
    encoding += since(begin);
  }

  void denoise(TrainingModel model, NDManager scope, GenerationListener listener) {
    long begin = nanoTime.getAsLong();
    Conditioning given = Objects.requireNonNull(conditioning, "the reference comes first");
    latents = new DenoisingLoop(model, plan, given, draws, listener).run(scope);
    denoising = since(begin);
  }

  GeneratedVideo decode(LatentCodec codec) {
    long begin = nanoTime.getAsLong();
    PixelClip clip;
    try (NDArray denoised = Objects.requireNonNull(latents, "denoising comes first")) {
      clip = toClip(() -> codec.decode(denoised));
    }
    decoding = since(begin);
    return new GeneratedVideo(
        clip,
        plan.fps(),
        plan.seed(),
        prompt,
        request.adapters(),
        new GeneratedVideo.Timings(encoding, denoising, decoding));
  }

  private double since(long begin) {
    return (nanoTime.getAsLong() - begin) / 1e9;
  }

  private static PixelClip toClip(Supplier<NDArray> decoding) {
    try (NDArray decoded = decoding.get();
        NDArray pixels = decoded.clip(-1, 1)) {
      int[] sizes =
          Arrays.stream(pixels.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
      return new PixelClip(sizes[1], sizes[2], sizes[3], sizes[4], pixels.toFloatArray());
    }
  }
}
