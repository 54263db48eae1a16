package org.sdvgen.runtime.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LoraSettings;

final class AdapterMetadataTest {
  @Test
  void peersAreToldTheScaleButNoDropout() throws Exception {
    LoraSettings trained = new LoraSettings(8, 4, 0.2, List.of("to_q"));
    Map<String, String> entries = AdapterMetadata.write(trained, Map.of(), Map.of());
    JsonNode peft = new ObjectMapper().readTree(entries.get("lora_adapter_metadata"));
    assertEquals(8, peft.path("transformer.r").intValue());
    assertEquals(4, peft.path("transformer.lora_alpha").doubleValue());
    assertEquals(0, peft.path("transformer.lora_dropout").doubleValue(), "it stays active there");
  }
}
