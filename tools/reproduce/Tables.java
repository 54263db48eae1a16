import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sdvgen.host.page.RunPlots;

/**
 * Prints what {@code tools/reproduce/run.sh} has measured as Markdown tables: the mean over
 * training seeds and, after it, the standard deviation between them.
 *
 * <pre>
 * java -cp "cli/target/dist/lib/*" tools/reproduce/Tables.java FOLDER
 * </pre>
 */
public class Tables {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The share of a run, at its end, over which the gradients' cosine is averaged. */
  private static final double LATE = 0.5;

  private static final List<String> FIGURE = List.of("ours", "image-only");

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Map<String, List<Path>> arms = arms(folder);
    JsonNode base = scores(folder.resolve("base"));
    List<String> names = new ArrayList<>();
    base.fieldNames().forEachRemaining(names::add);
    print("way of training", names);
    print("---", names.stream().map(name -> "---").toList());
    print("chance", names.stream().map(name -> known(base, name, "chance")).toList());
    print("ceiling", names.stream().map(name -> known(base, name, "ceiling")).toList());
    print("base, no reference", single(base, names));
    print("base, no reference, `<cls>`", single(scores(folder.resolve("base-marked")), names));
    print("base + reference", single(scores(folder.resolve("base-reference")), names));
    for (var arm : arms.entrySet()) {
      List<JsonNode> runs = new ArrayList<>();
      for (Path run : arm.getValue()) {
        runs.add(scores(run.resolve("evaluation")));
      }
      print(
          arm.getKey() + " (" + runs.size() + ")",
          names.stream()
              .map(name -> spread(runs.stream().map(run -> mean(run, name)).toList()))
              .toList());
    }
    System.out.println();
    print("way of training", List.of("gradient cosine", "norm, identity", "norm, motion"));
    print("---", List.of("---", "---", "---"));
    for (var arm : arms.entrySet()) {
      print(arm.getKey(), gradients(arm.getValue()));
    }
    draw(arms, folder.resolve("gradient-cosines.svg"));
  }

  /** The figure of the paper's section 4: cosines of both losses' gradients, a curve per run. */
  private static void draw(Map<String, List<Path>> arms, Path file) throws IOException {
    Map<String, Path> runs = new LinkedHashMap<>();
    for (String arm : FIGURE) {
      for (Path run : arms.getOrDefault(arm, List.of())) {
        runs.put(run.getFileName().toString(), run);
      }
    }
    Optional<String> svg =
        RunPlots.cosines(
            "Cosine of the gradients of identity and motion, by way of training and seed",
            runs,
            new RunPlots.Size(960, 480));
    if (svg.isPresent()) {
      Files.writeString(file, svg.get());
      System.out.println("\nfigure: " + file);
    }
  }

  /** Runs by way of training: folders called after it and the seed. */
  private static Map<String, List<Path>> arms(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(run -> Files.exists(run.resolve("evaluation/evaluation.json")))
          .sorted()
          .collect(
              Collectors.groupingBy(
                  run -> run.getFileName().toString().replaceFirst("-\\d+$", ""),
                  TreeMap::new,
                  Collectors.toList()));
    }
  }

  private static JsonNode scores(Path folder) throws IOException {
    return JSON.readTree(folder.resolve("evaluation.json").toFile()).path("scores");
  }

  private static List<String> single(JsonNode scores, List<String> names) {
    return names.stream().map(name -> number(mean(scores, name))).toList();
  }

  private static double mean(JsonNode scores, String name) {
    return scores.path(name).path("value").path("mean").asDouble(Double.NaN);
  }

  private static String known(JsonNode scores, String name, String what) {
    return number(scores.path(name).path(what).path("mean").asDouble(Double.NaN));
  }

  /** Means over the later part of each run, then over the runs. */
  private static List<String> gradients(List<Path> runs) throws IOException {
    Map<String, List<Double>> late = new LinkedHashMap<>();
    for (Path run : runs) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : Files.readAllLines(run.resolve("analysis.jsonl"))) {
        lines.add(JSON.readTree(line).path("groups").path("all"));
      }
      List<JsonNode> end = lines.subList((int) (LATE * lines.size()), lines.size());
      add(late, "cosine", end.stream().map(all -> all.path("cosine")));
      add(late, "identity", end.stream().map(all -> all.path("norms").path("identity")));
      add(late, "motion", end.stream().map(all -> all.path("norms").path("motion")));
    }
    return late.values().stream().map(Tables::spread).toList();
  }

  private static void add(Map<String, List<Double>> to, String key, Stream<JsonNode> values) {
    to.computeIfAbsent(key, absent -> new ArrayList<>())
        .add(values.mapToDouble(JsonNode::asDouble).average().orElse(Double.NaN));
  }

  private static String spread(List<Double> values) {
    double mean = values.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
    double squares = values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return values.size() < 2
        ? number(mean)
        : number(mean) + " ± " + number(Math.sqrt(squares / (values.size() - 1)));
  }

  private static String number(double value) {
    return Double.isNaN(value)
        ? ""
        : String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
  }

  private static void print(String first, List<String> cells) {
    System.out.println("| " + first + " | " + String.join(" | ", cells) + " |");
  }
}
