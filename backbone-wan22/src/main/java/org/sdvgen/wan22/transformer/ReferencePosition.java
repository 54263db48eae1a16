package org.sdvgen.wan22.transformer;

import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.config.EnumWord;

/** Where a reference lies in the space-time grid of tokens. */
public enum ReferencePosition {
  /** One frame before the video, where the pretrained model expects a clip's clean first frame. */
  CONTINUOUS {
    @Override
    GridPosition of(int rows, int columns) {
      return GridPosition.CONTINUOUS;
    }
  },
  /** At the video's first frame, but beyond its last row and column. */
  SHARED_FRAME_SHIFTED {
    @Override
    GridPosition of(int rows, int columns) {
      return new GridPosition(0, rows, columns, 0);
    }
  };

  /** The setting's name in adapter files. */
  static final String KEY = "reference_position";

  /**
   * Returns the place beside a video.
   *
   * @param rows rows of the video's tokens
   * @param columns columns of the video's tokens
   */
  abstract GridPosition of(int rows, int columns);

  /** Returns the value as configurations and adapter files spell it. */
  String word() {
    return EnumWord.of(this);
  }
}
