package org.sdvgen.wan22.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.testkit.golden.GoldenCheckpoint;

/** The autoencoder's configuration: what follows from it, and what is refused. */
class VaeConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN =
      GoldenCheckpoint.folder("wan22").resolve("vae").resolve("config.json");

  @TempDir private Path folder;

  @Test
  void compressionFollowsFromTheResolutions() throws IOException {
    VaeConfig config =
        VaeConfig.read(
            edited(
                """
                {"dim_mult": [1, 2, 2], "temperal_downsample": [false, true],
                 "scale_factor_spatial": 8, "scale_factor_temporal": 2}
                """));
    assertEquals(8, config.spatialCompressionRatio());
    assertEquals(2, config.temporalCompressionRatio());
    assertEquals(3, config.pixelChannels());
  }

  @Test
  void withoutPatchesEveryPixelIsItsOwn() throws IOException {
    VaeConfig config =
        VaeConfig.read(
            edited(
                """
                {"patch_size": null, "in_channels": 3, "out_channels": 3,
                 "scale_factor_spatial": 8}
                """));
    assertEquals(1, config.patchSize());
    assertEquals(3, config.pixelChannels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latents_mean          | {'latents_mean': [0.5]}",
        "in_channels           | {'in_channels': 10}",
        "scale_factor_temporal | {'scale_factor_temporal': 8}",
        // The encoder's last shortcut would have to make eight channels of four.
        "dim_mult              | {'dim_mult': [1, 2, 4, 8]}",
        // The decoder's third would have to share 64 channels out among 32.
        "dim_mult              | {'dim_mult': [1, 8, 64, 64]}",
      })
  void refusesWhatDoesNotFit(String key, String change) throws IOException {
    Path file = edited(change.replace('\'', '"'));
    InputException error = assertThrows(InputException.class, () -> VaeConfig.read(file));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains(file.toString()) && message.contains(key), message);
  }

  private Path edited(String change) throws IOException {
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readAllBytes(GOLDEN));
    config.setAll((ObjectNode) JSON.readTree(change));
    return Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(config));
  }
}
