package org.sdvgen.host;

/**
 * How far a preparation has come.
 *
 * @param track the track that is worked on
 * @param done how many samples have been gone through, every variant counted
 * @param total how many there are over all tracks
 * @param made how many entries were made; the others were there
 * @param failed how many samples could not be read; each was reported
 * @param seconds time since the start
 */
public record PreparationReport(
    String track, long done, long total, long made, long failed, double seconds) {
  /** The rate so far, in samples per second; 0 at the very start. */
  public double samplesPerSecond() {
    return seconds > 0 ? done / seconds : 0;
  }
}
