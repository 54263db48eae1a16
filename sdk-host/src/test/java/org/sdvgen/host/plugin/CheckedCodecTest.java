package org.sdvgen.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.PluginException;
import org.sdvgen.testkit.FakePlugin.NoSettings;

/** A codec that gives arrays of other shapes than it says. */
final class CheckedCodecTest {
  /** Latents of the shapes that it is given, whatever the pixels are. */
  private record Fixed(Shape mean, Shape std, Shape pixels) implements LatentCodec, Plugin {
    @Override
    public LatentGeometry geometry() {
      return new LatentGeometry(4, 8, 4);
    }

    @Override
    public LatentDistribution encode(NDArray array) {
      NDManager manager = array.getManager();
      return new LatentDistribution(manager.zeros(mean), manager.zeros(std));
    }

    @Override
    public NDArray decode(NDArray array) {
      return array.getManager().zeros(pixels);
    }

    @Override
    public void close() {}
  }

  private static final Shape PIXELS = new Shape(2, 3, 9, 16, 24);
  private static final Shape LATENTS = new Shape(2, 4, 3, 2, 3);

  private static LatentCodec guarded(Fixed codec) {
    PluginRegistry.Entry<LatentCodec> entry =
        new PluginRegistry.Entry<>(
            ComponentKind.CODEC,
            ComponentFactory.of("fixed", "For tests", NoSettings.class, (none, context) -> codec),
            "fixed",
            new LoadedPlugin(codec, "test"),
            new Culprits(List.of()));
    return new ComponentCalls(entry, "codec.name").around(LatentCodec.class, codec);
  }

  private static void refused(Fixed codec, boolean encodes, String reason) {
    try (NDManager manager = NDManager.newBaseManager()) {
      LatentCodec guarded = guarded(codec);
      PluginException error =
          assertThrows(
              PluginException.class,
              () -> {
                if (encodes) {
                  guarded.encode(manager.zeros(PIXELS));
                } else {
                  guarded.decode(manager.zeros(LATENTS));
                }
              });
      assertEquals(
          "test: plugin Fixed unknown, latent codec fixed (codec.name): "
              + reason
              + ": report this to the plugin's author, or take the plugin away",
          error.getMessage());
    }
  }

  @Test
  void shapesAreThoseOfTheGeometry() {
    Fixed good = new Fixed(LATENTS, LATENTS, PIXELS);
    try (NDManager manager = NDManager.newBaseManager()) {
      assertEquals(LATENTS, guarded(good).encode(manager.zeros(PIXELS)).mean().getShape());
      assertEquals(PIXELS, guarded(good).decode(manager.zeros(LATENTS)).getShape());
    }
    Shape swapped = new Shape(2, 4, 3, 3, 2);
    refused(
        new Fixed(swapped, LATENTS, PIXELS),
        true,
        "encode gives a mean of the shape (2, 4, 3, 3, 2) for (2, 3, 9, 16, 24); its geometry says"
            + " (2, 4, 3, 2, 3)");
    refused(
        new Fixed(LATENTS, new Shape(2, 4, 1, 1, 1), PIXELS),
        true,
        "encode gives a standard deviation of the shape (2, 4, 1, 1, 1) for (2, 3, 9, 16, 24); its"
            + " geometry says (2, 4, 3, 2, 3)");
    refused(
        new Fixed(LATENTS, LATENTS, new Shape(2, 3, 12, 16, 24)),
        false,
        "decode gives pixels of the shape (2, 3, 12, 16, 24) for (2, 4, 3, 2, 3); its geometry says"
            + " (2, 3, 9, 16, 24)");
  }
}
