package org.sdvgen.runtime.media;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** From the space of an ICC profile to sRGB, in 16 bits, by the colour engine of Java. */
final class IccTransform implements ColorTransform {
  private final int channels;
  private final ColorConvertOp convert;

  private IccTransform(ICC_Profile profile) {
    channels = profile.getNumComponents();
    ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    convert = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
  }

  /**
   * Reads a profile.
   *
   * @param icc its bytes
   * @param channels colour channels of the picture
   * @return empty if the profile is damaged or one of other channels
   */
  static Optional<ColorTransform> of(byte[] icc, int channels) {
    try {
      ICC_Profile profile = ICC_Profile.getInstance(icc);
      if (profile.getNumComponents() != channels) {
        return Optional.empty();
      }
      IccTransform transform = new IccTransform(profile);
      transform.apply(new int[channels], 1, new int[3]);
      return Optional.of(transform);
    } catch (IllegalArgumentException | CMMException e) {
      return Optional.empty();
    }
  }

  @Override
  public void apply(int[] from, int pixels, int[] to) {
    WritableRaster source =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, pixels, 1, channels, null);
    WritableRaster target =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, pixels, 1, 3, null);
    source.setPixels(0, 0, pixels, 1, from);
    convert.filter(source, target);
    target.getPixels(0, 0, pixels, 1, to);
  }
}
