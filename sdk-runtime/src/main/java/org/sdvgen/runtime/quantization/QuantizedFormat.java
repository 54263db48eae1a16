package org.sdvgen.runtime.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * How the weights of linear layers are kept in 8 or 4 bits.
 *
 * <p>A quantised weight is several tensors: its codes under the weight's own name and what scales
 * them below it. {@code nn.weight} of the prelude puts it together again in the precision of the
 * activations, inside the block that uses it.
 */
public enum QuantizedFormat {
  /** 8-bit integers with one scale for each output channel, as torchao's weight-only int8. */
  INT8 {
    @Override
    Map<String, NDArray> parts(NDManager results, NDArray weight) {
      return named(PROGRAM.call(results, "int8", Arguments.of(weight)), CODES, SCALE);
    }
  },
  /** float8_e4m3fn with one scale for each output channel, as torchao's weight-only float8. */
  FP8 {
    @Override
    Map<String, NDArray> parts(NDManager results, NDArray weight) {
      return named(PROGRAM.call(results, "fp8", Arguments.of(weight)), CODES, SCALE);
    }
  },
  /** 4-bit normal floats in blocks of 64 with double quantisation, as bitsandbytes' NF4. */
  NF4 {
    @Override
    Map<String, NDArray> parts(NDManager results, NDArray weight) {
      NDArray map = results.create(NORMAL_QUANTILES);
      NDArray nestedMap = PROGRAM.callOne(results, "nested_quant_map", Arguments.none());
      if (!weight.getDevice().equals(nestedMap.getDevice())) {
        nestedMap = nestedMap.toDevice(weight.getDevice(), false);
      }
      Arguments arguments = Arguments.of(weight).tensor(map).tensor(nestedMap);
      NDList found = PROGRAM.call(results, "nf4", arguments);
      Map<String, NDArray> parts =
          named(found, CODES, ".absmax", ".nested_absmax", ".nested_offset");
      parts.put(".quant_map", map);
      parts.put(".nested_quant_map", nestedMap);
      // Programs read shapes on the CPU.
      NDManager host = results.newSubManager(Devices.cpu());
      parts.put(".shape", host.create(weight.getShape().getShape()));
      return parts;
    }
  };

  private static final TorchProgram PROGRAM =
      TorchProgram.compile(Script.resource(QuantizedFormat.class, "quantize"));
  private static final String CODES = "";
  private static final String SCALE = ".scale";

  /**
   * The sixteen values of NF4: quantiles of the normal distribution, scaled to [-1, 1], with an
   * exact zero (QLoRA, arXiv:2305.14314, appendix E).
   */
  private static final float[] NORMAL_QUANTILES = {
    -1.0f, -0.6961928f, -0.52507305f, -0.3949175f,
    -0.28444138f, -0.18477343f, -0.091050036f, 0.0f,
    0.0795803f, 0.1609302f, 0.2461123f, 0.33791524f,
    0.44070983f, 0.562617f, 0.72295684f, 1.0f
  };

  /**
   * Quantises a weight.
   *
   * @param results manager on the weight's device that owns the parts
   * @param name the weight's name
   * @param weight (out, in), finite, of any precision
   * @return its codes under its name, and what scales them under names below it
   */
  public Map<String, NDArray> quantize(NDManager results, String name, NDArray weight) {
    if (weight.getShape().dimension() != 2) {
      throw new IllegalArgumentException(
          name + " is no matrix and is not quantised: " + weight.getShape());
    }
    Map<String, NDArray> named = new LinkedHashMap<>();
    parts(results, weight).forEach((part, tensor) -> named.put(name + part, tensor));
    return named;
  }

  /**
   * Puts a weight together again, as networks do.
   *
   * @param results manager on the parts' device that owns the weight
   * @param name the weight's name
   * @param parts the result of {@link #quantize}; other tensors do not count
   * @param like an array of the wanted precision
   * @return (out, in)
   */
  public static NDArray dequantize(
      NDManager results, String name, Map<String, NDArray> parts, NDArray like) {
    Map<String, NDArray> layer = new LinkedHashMap<>();
    parts.forEach(
        (part, tensor) -> {
          if (part.equals(name) || part.startsWith(name + ".")) {
            layer.put("layer.weight" + part.substring(name.length()), tensor);
          }
        });
    return PROGRAM.callOne(results, "dequantize", Arguments.of(like).dict(layer));
  }

  abstract Map<String, NDArray> parts(NDManager results, NDArray weight);

  private static Map<String, NDArray> named(NDList tensors, String... names) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    List<String> all = List.of(names);
    for (int i = 0; i < all.size(); i++) {
      parts.put(all.get(i), tensors.get(i));
    }
    return parts;
  }
}
