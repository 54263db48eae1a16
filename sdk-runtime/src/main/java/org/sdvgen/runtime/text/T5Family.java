package org.sdvgen.runtime.text;

/** The kinds of T5 encoders. */
public enum T5Family {
  /** T5 version 1.1: the first block's relative-position bias serves all blocks. */
  T5("t5", false),

  /** umT5: every block has a relative-position bias of its own. */
  UMT5("umt5", true);

  private final String modelType;
  private final boolean biasInEveryBlock;

  T5Family(String modelType, boolean biasInEveryBlock) {
    this.modelType = modelType;
    this.biasInEveryBlock = biasInEveryBlock;
  }

  /** Returns the {@code model_type} of its configurations. */
  public String modelType() {
    return modelType;
  }

  /** Returns whether a block has a table of relative-position biases. */
  public boolean hasBias(int block) {
    return biasInEveryBlock || block == 0;
  }
}
