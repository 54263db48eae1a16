package org.sdvgen.host.samples;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Objective;

/**
 * Asks of every sample that a run will take whether it can be trained on, before the first step:
 * whether the model takes its prompt, and whether its video is long enough. Inspecting, preparing
 * and training all begin with it. Texts are cut into tokens and not encoded, and no file is opened.
 */
public final class SampleCheck {
  /** Prompts that the model takes are asked about once, up to this many. */
  private static final int REMEMBERED = 1 << 16;

  private final BackboneSpec backbone;
  private final Consumer<String> prompts;
  private final long steps;

  /**
   * A check.
   *
   * @param backbone the model's specification
   * @param prompts throws {@link InputException} for a prompt that the model does not take
   * @param steps optimizer steps of the run, which say how many samples of a source without end are
   *     taken
   */
  public SampleCheck(BackboneSpec backbone, Consumer<String> prompts, long steps) {
    this.backbone = backbone;
    this.prompts = prompts;
    this.steps = steps;
  }

  /**
   * Checks the samples of a track, and those held out of it.
   *
   * @param track the track
   * @param seed the run's seed, by which samples are taken
   * @throws InputException if samples cannot be trained on; it names them with the reasons
   */
  public void check(Track track, long seed) {
    Findings findings = new Findings(track.objective());
    findings.examine(
        track.data(), SampleFeed.order(track, seed), Math.multiplyExact(steps, track.batchSize()));
    if (track.heldOut().isPresent()) {
      Track heldOut = track.onHeldOutSamples(track.batches().analysis());
      findings.examine(
          heldOut.data(),
          SampleFeed.order(heldOut, seed),
          Math.multiplyExact(steps, heldOut.batchSize()));
    }
    findings.throwIfAny(track.name());
  }

  /** The findings in one track. */
  private final class Findings {
    private final Objective objective;
    private final Refusals refusals = new Refusals();
    private final Set<String> accepted = new HashSet<>();

    Findings(Objective objective) {
      this.objective = objective;
    }

    void examine(ShapedSamples samples, LongUnaryOperator order, long taken) {
      boolean all = taken >= samples.size();
      for (long i = 0; i < Math.min(taken, samples.size()); i++) {
        examine(samples, all ? i : order.applyAsLong(i));
      }
    }

    private void examine(ShapedSamples samples, long index) {
      Sample sample = samples.sample(index);
      try {
        objective.check(sample, samples.shape(index));
        Optional<String> prompt = objective.prompt(sample, backbone);
        if (prompt.isPresent()) {
          checkPrompt(sample, prompt.get());
        }
      } catch (InputException e) {
        refusals.add(String.valueOf(e.getMessage()));
      }
    }

    private void checkPrompt(Sample sample, String prompt) {
      // Many samples have few prompts between them where they are computed or filmed in series.
      if (accepted.contains(prompt)) {
        return;
      }
      try {
        prompts.accept(prompt);
        if (accepted.size() < REMEMBERED) {
          accepted.add(prompt);
        }
      } catch (InputException e) {
        throw new InputException(sample.id() + ": " + e.getMessage(), e);
      }
    }

    void throwIfAny(String track) {
      refusals.throwIfAny(
          count ->
              String.format(
                  Locale.ROOT,
                  "track %s: %d samples cannot be trained on; repair them or remove them from the"
                      + " data:",
                  track,
                  count));
    }
  }
}
