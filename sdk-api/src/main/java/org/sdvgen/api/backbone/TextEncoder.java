package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDManager;
import java.util.List;

/** Encodes prompts for the backbone's denoiser. */
public interface TextEncoder {
  /**
   * Encodes prompts.
   *
   * @param manager owns the result
   * @param prompts B prompts; an empty one for the unconditional half of guidance
   * @return a bundle of batch size B
   * @throws org.sdvgen.api.error.InputException if a prompt has more tokens than the model takes;
   *     it names the prompt and both numbers
   */
  TextBundle encode(NDManager manager, List<String> prompts);

  /**
   * Checks that a prompt can be encoded, without encoding it. Hundreds of thousands of prompts are
   * checked before a run begins, so this has to be quick.
   *
   * @param prompt a prompt as it would be encoded
   * @throws org.sdvgen.api.error.InputException if {@link #encode} would refuse it, with the same
   *     message
   */
  void check(String prompt);
}
