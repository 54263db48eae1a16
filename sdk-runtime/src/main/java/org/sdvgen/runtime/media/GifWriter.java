package org.sdvgen.runtime.media;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.sdvgen.api.data.PixelClip;

/** Writes clips as GIF that repeats without end; every frame has its own 256 colours. */
final class GifWriter {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final double HUNDREDTHS = 100;
  private static final byte[] WITHOUT_END = {1, 0, 0};

  private GifWriter() {}

  static void write(Path place, PixelClip clip, double framesPerSecond) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(place.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int f = 0; f < clip.frames(); f++) {
        long begin = Math.round(f * HUNDREDTHS / framesPerSecond);
        long end = Math.round((f + 1) * HUNDREDTHS / framesPerSecond);
        var image = BufferedImages.toBuffered(RgbImage.of(clip, f));
        ImageWriteParam param = writer.getDefaultWriteParam();
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromRenderedImage(image), param);
        describe(metadata, end - begin, f == 0);
        writer.writeToSequence(new IIOImage(image, null, metadata), param);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  private static void describe(IIOMetadata metadata, long hundredths, boolean first)
      throws IOException {
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", Long.toString(hundredths));
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(control);
    if (first) {
      IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
      extension.setAttribute("applicationID", "NETSCAPE");
      extension.setAttribute("authenticationCode", "2.0");
      extension.setUserObject(WITHOUT_END.clone());
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(extension);
      root.appendChild(extensions);
    }
    metadata.mergeTree(FORMAT, root);
  }
}
