package org.sdvgen.host.config;

/** A viewer that a run's figures are written for; diffusers' setting of the same name. */
public enum ReportTo {
  /** An event file for TensorBoard. */
  TENSORBOARD,
  /** No viewer. */
  NONE
}
