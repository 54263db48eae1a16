package org.sdvgen.runtime.lora;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.sdvgen.api.error.InputException;

/**
 * Contents of adapter files that compute something other than plain LoRA on a denoiser's modules,
 * by the keys that give it away. None of it is read, since a part of an adapter is another adapter.
 */
final class AdapterVariants {
  private static final Map<String, Pattern> KINDS = new LinkedHashMap<>();

  static {
    kind(
        "LoRA of a text encoder",
        "^((base_model\\.model\\.)?(text_encoder|text_encoders|text_model|cond_stage_model)[_.\\d].*"
            + "|lora_te\\d*_.*|lora_prior_te_.*)");
    kind("LoRA of a second transformer", "^(base_model\\.model\\.)?transformer_2\\..*");
    kind("DoRA", ".*\\.(dora_scale|lora_magnitude_vector)(\\..*)?$");
    kind("LoKr", ".*\\.lokr_.*");
    kind("LoHa", ".*\\.hada_.*");
    kind("LoCon with a third matrix", ".*\\.lora_mid\\..*");
    kind("OFT or BOFT", ".*\\.b?oft_.*");
    kind("(IA)3", ".*\\.(ia3_l(\\..*)?|on_input)$");
    kind("VeRA", ".*\\.vera_.*");
    kind("AdaLoRA", ".*\\.(lora_E|ranknum)(\\..*)?$");
    kind("GLoRA", ".*\\.[ab][12]\\.weight$");
    kind("LoRA of an embedding table", ".*\\.lora_embedding_[AB](\\..*)?$");
    kind("LoRA with biases", ".*\\.lora_(A|B|up|down)(\\..*)?\\.bias$");
    kind("scaled fp8 weights", ".*(scaled_fp8|scale_weight|scale_input|weight_scale|input_scale)$");
    kind(
        "differences of whole weights",
        ".*\\.(diff|diff_b|diff_m|set_weight|reshape_weight|w_norm|b_norm)$");
    kind("whole modules (modules_to_save)", ".*\\.modules_to_save\\..*");
  }

  private AdapterVariants() {}

  private static void kind(String name, String key) {
    KINDS.put(name, Pattern.compile(key));
  }

  /**
   * Refuses a file if one of these kinds explains keys that match no module.
   *
   * @param file the file, named in the error
   * @param unknown the keys
   * @throws InputException if so; it names the first kind that does
   */
  static void refuse(String file, List<String> unknown) {
    KINDS.forEach(
        (name, pattern) -> {
          List<String> keys =
              unknown.stream().filter(key -> pattern.matcher(key).matches()).toList();
          if (!keys.isEmpty()) {
            throw new InputException(
                String.format(
                    Locale.ROOT,
                    "%s holds %s (%d keys such as %s), which is not supported: expected plain LoRA"
                        + " of the denoiser's layers in one of the formats %s",
                    file,
                    name,
                    keys.size(),
                    keys.get(0),
                    AdapterSpelling.list()));
          }
        });
  }
}
