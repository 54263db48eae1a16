package org.sdvgen.runtime.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.TensorLayout;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

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
      return named(Program.INSTANCE.call(results, "int8", Arguments.of(weight)), CODES, SCALE);
    }

    @Override
    Map<String, TensorLayout> layouts(Shape shape, StoredType scale) {
      return channelwise(StoredType.I8, shape, scale);
    }

    @Override
    public String marker() {
      return SCALE;
    }
  },
  /** float8_e4m3fn with one scale for each output channel, as torchao's weight-only float8. */
  FP8 {
    @Override
    Map<String, NDArray> parts(NDManager results, NDArray weight) {
      return named(Program.INSTANCE.call(results, "fp8", Arguments.of(weight)), CODES, SCALE);
    }

    @Override
    Map<String, TensorLayout> layouts(Shape shape, StoredType scale) {
      return channelwise(StoredType.F8_E4M3, shape, scale);
    }

    @Override
    public String marker() {
      return SCALE;
    }
  },
  /** 4-bit normal floats in blocks of 64 with double quantisation, as bitsandbytes' NF4. */
  NF4 {
    @Override
    Map<String, NDArray> parts(NDManager results, NDArray weight) {
      Map<String, NDArray> constants = constants(results, weight.getShape());
      Arguments arguments =
          Arguments.of(weight)
              .tensor(Objects.requireNonNull(constants.get(QUANT_MAP)))
              .tensor(Objects.requireNonNull(constants.get(NESTED_QUANT_MAP)));
      NDList found = Program.INSTANCE.call(results, "nf4", arguments);
      Map<String, NDArray> parts = named(found, CODES, ABSMAX, NESTED_ABSMAX, NESTED_OFFSET);
      parts.putAll(constants);
      return parts;
    }

    @Override
    Map<String, NDArray> constants(NDManager results, Shape shape) {
      NDArray map = results.create(NORMAL_QUANTILES);
      NDArray nestedMap = Program.INSTANCE.callOne(results, "nested_quant_map", Arguments.none());
      if (!results.getDevice().equals(nestedMap.getDevice())) {
        nestedMap = nestedMap.toDevice(results.getDevice(), false);
      }
      // Programs read shapes on the CPU.
      NDManager host = results.newSubManager(Devices.cpu());
      return Map.of(
          QUANT_MAP, map, NESTED_QUANT_MAP, nestedMap, ".shape", host.create(shape.getShape()));
    }

    @Override
    Map<String, TensorLayout> layouts(Shape shape, StoredType scale) {
      long values = shape.size();
      long blocks = ceilDiv(values, BLOCK);
      Map<String, TensorLayout> layouts = new LinkedHashMap<>();
      layouts.put(CODES, new TensorLayout(StoredType.U8, new Shape(ceilDiv(values, 2), 1)));
      layouts.put(ABSMAX, new TensorLayout(StoredType.U8, new Shape(blocks)));
      Shape nested = new Shape(ceilDiv(blocks, NESTED_BLOCK));
      layouts.put(NESTED_ABSMAX, new TensorLayout(StoredType.F32, nested));
      layouts.put(NESTED_OFFSET, new TensorLayout(StoredType.F32, new Shape()));
      return layouts;
    }

    @Override
    public String marker() {
      return ABSMAX;
    }

    @Override
    long constantBytes() {
      long floats = (long) NORMAL_QUANTILES.length + NESTED_VALUES;
      return floats * Float.BYTES + 2 * Long.BYTES;
    }
  };

  private static final int NESTED_VALUES = 256;
  private static final String CODES = "";
  private static final String SCALE = ".scale";
  private static final String ABSMAX = ".absmax";
  private static final String NESTED_ABSMAX = ".nested_absmax";
  private static final String NESTED_OFFSET = ".nested_offset";
  private static final String QUANT_MAP = ".quant_map";
  private static final String NESTED_QUANT_MAP = ".nested_quant_map";

  /** Values of a block of NF4, and largest values of a block of its double quantisation. */
  private static final int BLOCK = 64;

  private static final int NESTED_BLOCK = 256;

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

  /** The program, for which the engine is loaded when a weight is first quantised. */
  private static final class Program {
    static final TorchProgram INSTANCE =
        TorchProgram.compile(Script.resource(QuantizedFormat.class, "quantize"));

    private Program() {}
  }

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
    return Program.INSTANCE.callOne(results, "dequantize", Arguments.of(like).dict(layer));
  }

  /**
   * Returns how the parts of a quantised weight are stored in files; those that are the same for
   * all weights are not.
   *
   * @param name the weight's name
   * @param shape (out, in)
   * @param scale the element type of scales where they have that of the weight
   * @return the stored parts by name, that of the codes first
   */
  public Map<String, TensorLayout> layouts(String name, Shape shape, StoredType scale) {
    Map<String, TensorLayout> named = new LinkedHashMap<>();
    layouts(shape, scale).forEach((part, layout) -> named.put(name + part, layout));
    return named;
  }

  /**
   * Reads a weight that is quantised in files.
   *
   * @param results manager that owns the parts
   * @param source the files
   * @param name the weight's name
   * @param shape (out, in)
   * @return what {@link #quantize} has given
   * @throws org.sdvgen.api.error.InputException if a part holds a NaN or an infinity
   */
  public Map<String, NDArray> read(
      NDManager results, WeightSource source, String name, Shape shape) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    layouts(name, shape, StoredType.BF16)
        .keySet()
        .forEach(part -> parts.put(part, Weights.readAsStored(results, source, part)));
    constants(results, shape).forEach((part, tensor) -> parts.put(name + part, tensor));
    return parts;
  }

  abstract Map<String, NDArray> parts(NDManager results, NDArray weight);

  abstract Map<String, TensorLayout> layouts(Shape shape, StoredType scale);

  /**
   * Returns what is below the name of a weight that is quantised in this format, and of no other.
   */
  public abstract String marker();

  /** Parts that follow from the weight's shape alone. */
  Map<String, NDArray> constants(NDManager results, Shape shape) {
    return Map.of();
  }

  private static Map<String, TensorLayout> channelwise(
      StoredType codes, Shape shape, StoredType scale) {
    Map<String, TensorLayout> layouts = new LinkedHashMap<>();
    layouts.put(CODES, new TensorLayout(codes, shape));
    layouts.put(SCALE, new TensorLayout(scale, new Shape(shape.get(0))));
    return layouts;
  }

  /**
   * Counts the bytes of a quantised weight's parts, but for single numbers.
   *
   * @param weight its shape, (out, in)
   * @param precision the precision that it is quantised from
   * @return bytes of the codes and of what scales them
   */
  public long bytes(Shape weight, Precision precision) {
    StoredType scale = precision == Precision.FP32 ? StoredType.F32 : StoredType.BF16;
    return constantBytes()
        + layouts(weight, scale).values().stream()
            .filter(layout -> layout.shape().dimension() > 0)
            .mapToLong(layout -> layout.shape().size() * layout.type().bytes())
            .sum();
  }

  /** Bytes of the parts that follow from the weight's shape alone. */
  long constantBytes() {
    return 0;
  }

  private static long ceilDiv(long count, long size) {
    return (count + size - 1) / size;
  }

  private static Map<String, NDArray> named(NDList tensors, String... names) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    List<String> all = List.of(names);
    for (int i = 0; i < all.size(); i++) {
      parts.put(all.get(i), tensors.get(i));
    }
    return parts;
  }
}
