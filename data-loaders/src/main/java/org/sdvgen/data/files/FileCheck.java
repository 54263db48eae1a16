package org.sdvgen.data.files;

/** How thoroughly files are checked before training starts. */
public enum FileCheck {
  /** Each file must be there: enough for a data set that was checked before. */
  EXISTS,
  /** Each file must be there and begin like a picture or video; it is not decoded. */
  HEADER,
  /** Each file is decoded from beginning to end: slow, but no file can fail in training. */
  CONTENT
}
