import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.Sdvgen;

/**
 * Prints how far the first training step beside a quantised base is from that beside the same base in
 * bf16: the prediction, and the gradient of the loss, as the norm of the difference over the norm.
 *
 * <pre>
 * sdvgen bench --rounds 1 --warmup 0         # writes the mid-size models into runs/bench
 * java -cp "cli/target/dist/lib/*" tools/bench/QuantizedError.java runs/bench/cogvideox/recipe.yaml [KEY=VALUE...]
 * </pre>
 */
public class QuantizedError {
  /** What one step computes. */
  private static final class Step {
    private final List<float[]> prediction = new ArrayList<>();
    private final List<float[]> gradient = new ArrayList<>();

    TrainingModel watch(TrainingModel model) {
      Denoiser watched =
          wrap(
              Denoiser.class,
              model.denoiser(),
              (method, result, arguments) ->
                  method.getName().equals("trace") ? wrap(Trace.class, (Trace) result, this::seen) : result);
      return new ForwardingTrainingModel(model) {
        @Override
        public Denoiser denoiser() {
          return watched;
        }
      };
    }

    private Object seen(Method method, Object result, Object[] arguments) {
      if (method.getName().equals("backward")) {
        ((GradientBuffer) arguments[1]).all().values().forEach(sum -> gradient.add(sum.toFloatArray()));
      } else if (method.getName().equals("prediction") && prediction.isEmpty()) {
        prediction.add(((ai.djl.ndarray.NDArray) result).toFloatArray());
      }
      return result;
    }
  }

  private interface After {
    Object then(Method method, Object result, Object[] arguments);
  }

  private static <T> T wrap(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return after.then(method, method.invoke(target, arguments), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  public static void main(String[] arguments) {
    Path recipe = Path.of(arguments[0]);
    String[] settings = Arrays.copyOfRange(arguments, 1, arguments.length);
    Step expected = step(recipe, settings, "bf16");
    for (String format : List.of("int8", "fp8", "nf4")) {
      Step found = step(recipe, settings, format);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f %% | %.2f %% |%n",
          format,
          100 * difference(expected.prediction, found.prediction),
          100 * difference(expected.gradient, found.gradient));
    }
  }

  private static Step step(Path recipe, String[] settings, String format) {
    Step step = new Step();
    try (Sdvgen sdvgen =
        Sdvgen.builder()
            .configuration(recipe)
            .overrides(
                "max_train_steps=1",
                "backbone.dtype=bf16",
                "backbone.weights=" + format,
                "output_dir=" + recipe.resolveSibling("quantized-" + format).toAbsolutePath())
            .overrides(settings)
            .trainingModel(step::watch)
            .open()) {
      sdvgen.trainer().train();
    }
    return step;
  }

  private static double difference(List<float[]> expected, List<float[]> found) {
    double squares = 0;
    double all = 0;
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).length; k++) {
        double value = expected.get(i)[k];
        squares += Math.pow(value - found.get(i)[k], 2);
        all += value * value;
      }
    }
    if (all == 0) {
      throw new IllegalStateException("nothing was computed");
    }
    return Math.sqrt(squares / all);
  }
}
