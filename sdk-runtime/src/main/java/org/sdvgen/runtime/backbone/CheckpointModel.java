package org.sdvgen.runtime.backbone;

import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.vae.Autoencoder;

/**
 * A plugin's description of its model in one checkpoint folder; {@link CheckpointFactory} does the
 * rest. It has read all configurations when it is made, so that none is found to be wrong after
 * minutes of reading weights.
 */
public interface CheckpointModel {
  /** Returns how it is loaded. */
  ModelSettings settings();

  /** Returns the folder. */
  CheckpointFolder folder();

  /**
   * Describes the model's sizes and abilities.
   *
   * @param name the name that configurations choose the backbone by
   * @return the specification
   */
  BackboneSpec spec(String name);

  /** Returns the transformer. */
  NetworkDefinition transformer();

  /** Returns the autoencoder. */
  Autoencoder autoencoder();

  /** Returns the configuration of the text encoder. */
  T5Config textEncoder();

  /** Returns how prompts are read. */
  PromptRules prompts();

  /**
   * Opens the tokenizer.
   *
   * @return the tokenizer; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a file is missing or damaged
   */
  PromptTokenizer openTokenizer();

  /** Returns the diffusion process. */
  NoiseProcess process();
}
