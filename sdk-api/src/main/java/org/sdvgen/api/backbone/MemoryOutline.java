package org.sdvgen.api.backbone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.config.DeviceName;

/**
 * The memory and the work of a model, computed from its configurations and the headers of its files
 * without loading anything. Bytes are those of the device that computes.
 */
public interface MemoryOutline {
  /** The key of the choice by which blocks of the denoiser are read for every pass. */
  String RESIDENT_BLOCKS = "resident_blocks";

  /** Returns the device that the settings choose. */
  DeviceName device();

  /**
   * The backbone's settings by which memory is exchanged for time.
   *
   * @return settings, each with its values
   */
  List<Choice> choices();

  /**
   * The same model with other values of some settings.
   *
   * @param values values by the keys of {@link #choices}, each one of the choice's
   * @return the model's outline with them
   */
  MemoryOutline with(Map<String, String> values);

  /** Returns the bytes of the text encoder's weights. */
  long textEncoder();

  /** Returns the bytes of the latent codec's weights. */
  long codec();

  /** Returns how the denoiser's frozen weights are held. */
  Held denoiser();

  /**
   * Encoding of prompts.
   *
   * @param prompts how many go through together
   * @return activations and operations; operations count one for a multiplication and one for an
   *     addition
   */
  Work text(int prompts);

  /**
   * Encoding of clips to latents.
   *
   * @param clip their sizes
   * @return activations and operations, pixels and latents included; empty if they are not known
   */
  Optional<Work> encode(Clip clip);

  /**
   * Decoding of latents to clips.
   *
   * @param clip the clips' sizes
   * @return activations and operations, latents and pixels included; empty if they are not known
   */
  Optional<Work> decode(Clip clip);

  /**
   * One prediction without gradients.
   *
   * @param clip the sizes of what is denoised
   * @param selection the weights that act beside the frozen ones
   * @return activations and operations; empty if they are not known
   */
  Optional<Work> predict(Clip clip, Selection selection);

  /**
   * Forward and backward of one micro-batch.
   *
   * @param clip the sizes of what is denoised
   * @param selection the weights that are trained
   * @return activations and operations; empty if they are not known
   */
  Optional<Step> train(Clip clip, Selection selection);

  /**
   * A setting that exchanges memory for time.
   *
   * @param key its key within the backbone's section, such as {@code weights}
   * @param values its values as they are written; the first is the one in use
   */
  record Choice(String key, List<String> values) {
    /** Copies the list. */
    public Choice {
      values = List.copyOf(values);
    }
  }

  /**
   * Frozen weights.
   *
   * @param stored bytes of all of them as the files have them
   * @param resident bytes that stay on the device
   * @param passing bytes that are on the device at most of those that are read for every pass
   * @param read bytes that are read for every pass
   * @param loading bytes that loading takes beside them
   */
  record Held(long stored, long resident, long passing, long read, long loading) {}

  /**
   * Clips that go through the model together.
   *
   * @param samples how many
   * @param frames frames of each
   * @param height height in pixels
   * @param width width in pixels
   * @param references pictures that condition each of them
   */
  record Clip(int samples, int frames, int height, int width, int references) {}

  /**
   * Activations of a pass and the work that it is.
   *
   * @param bytes most bytes at one time
   * @param operations floating point operations
   */
  record Work(long bytes, double operations) {}

  /**
   * A forward and a backward pass.
   *
   * @param saved bytes that are kept from the forward pass to the backward pass
   * @param working most bytes beside them at one time: the activations of one block, gradients
   * @param operations floating point operations
   * @param passes how often streamed weights are read
   */
  record Step(long saved, long working, double operations, int passes) {}
}
