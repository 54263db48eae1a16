package org.sdvgen.wan22.vae;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.vae.AutoencoderCodec;
import org.sdvgen.testkit.contract.LatentCodecContractTest;

/** The codec as every codec, and the clips that it refuses. */
class WanCodecContractTest extends LatentCodecContractTest {
  @Override
  protected LatentCodec newCodec() {
    NDManager manager = newScope();
    return new AutoencoderCodec(TinyVae.load(manager, TinyVae.plain()), TinyVae.AUTOENCODER);
  }

  @Override
  protected NDManager newScope() {
    return Devices.newManager(Devices.cpu());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4, 32, 32, 4 n + 1 frames",
    "4, 5, 32, 32, '(B, 3, F, H, W)'",
    "3, 5, 40, 32, multiples of 16",
    "3, 5, 32, 24, multiples of 16"
  })
  void refusesOtherShapes(long channels, long frames, long height, long width, String reason) {
    withCodec(
        (codec, scope) -> {
          Shape shape = new Shape(1, channels, frames, height, width);
          IllegalArgumentException error =
              assertThrows(IllegalArgumentException.class, () -> codec.encode(scope.zeros(shape)));
          assertTrue(String.valueOf(error.getMessage()).contains(reason), error::getMessage);
        });
  }
}
