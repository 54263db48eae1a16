package org.sdvgen.host.tensorboard;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Makes the records of an event file: framed messages {@code Event} of TensorFlow's {@code
 * event.proto} and {@code summary.proto}.
 */
public final class Events {
  private static final String VERSION = "brain.Event:2";

  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;
  private static final int VALUE_IMAGE = 4;
  private static final int IMAGE_HEIGHT = 1;
  private static final int IMAGE_WIDTH = 2;
  private static final int IMAGE_COLORSPACE = 3;
  private static final int IMAGE_BYTES = 4;
  private static final int RGB = 3;

  private final InstantSource clock;

  /**
   * A maker of records.
   *
   * @param clock gives the events' times
   */
  public Events(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The record that a file begins with.
   *
   * @return the record
   */
  public byte[] version() {
    return record(event(0).text(FILE_VERSION, VERSION));
  }

  /**
   * Figures.
   *
   * @param step the step that they belong to, not negative
   * @param values figures by tag; those that are not finite are left out
   * @return the record
   */
  public byte[] scalars(long step, Map<String, Double> values) {
    ProtoMessage summary = new ProtoMessage();
    values.forEach(
        (tag, value) -> {
          if (Double.isFinite(value)) {
            ProtoMessage scalar = new ProtoMessage().text(VALUE_TAG, tag);
            summary.message(SUMMARY_VALUE, scalar.float32(VALUE_SIMPLE, value.floatValue()));
          }
        });
    return record(event(step).message(SUMMARY, summary));
  }

  /**
   * A picture.
   *
   * @param step the step that it belongs to, not negative
   * @param tag its name
   * @param picture the picture
   * @return the record
   */
  public byte[] image(long step, String tag, PngPicture picture) {
    ProtoMessage image =
        new ProtoMessage()
            .integer(IMAGE_HEIGHT, picture.height())
            .integer(IMAGE_WIDTH, picture.width())
            .integer(IMAGE_COLORSPACE, RGB)
            .bytes(IMAGE_BYTES, picture.file());
    ProtoMessage value = new ProtoMessage().text(VALUE_TAG, tag).message(VALUE_IMAGE, image);
    return record(event(step).message(SUMMARY, new ProtoMessage().message(SUMMARY_VALUE, value)));
  }

  private ProtoMessage event(long step) {
    Instant now = clock.instant();
    double seconds = now.getEpochSecond() + now.getNano() / 1e9;
    return new ProtoMessage().float64(WALL_TIME, seconds).integer(STEP, step);
  }

  private static byte[] record(ProtoMessage event) {
    return TfRecord.of(event.toBytes());
  }
}
