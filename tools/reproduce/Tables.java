import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
 * Prints what {@code tools/reproduce/run.sh} has measured as Markdown: the tables and signs of
 * {@code tables.json}, which also has the paper's figures.
 *
 * <p>A cell is the mean over training seeds with half of its 95 % interval (Student's t). A sign is
 * told by the difference of two ways' means with its 95 % interval (Welch's t) and by an exact
 * permutation test over all ways to deal the seeds' scores out to the two: it shows if the interval
 * lies on the expected side of zero, does not show if it lies on the other one, and cannot be told
 * if it has zero inside. "About equal" cannot be shown; it does not show if zero is outside.
 *
 * <pre>
 * java -cp "cli/target/dist/lib/*" tools/reproduce/Tables.java FOLDER
 * </pre>
 */
public class Tables {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The share of a run, at its end, over which the gradients' cosine is averaged. */
  private static final double LATE = 0.5;

  private static final double CONFIDENCE = 0.95;

  private static final List<String> FIGURE = List.of("ours", "image-only");

  private final Path folder;
  private final JsonNode plan;
  private final Map<String, List<Path>> arms;
  private final List<String> names = new ArrayList<>();

  private Tables(Path folder, JsonNode plan) throws IOException {
    this.folder = folder;
    this.plan = plan;
    arms = arms(folder);
    scores(folder.resolve("base")).fieldNames().forEachRemaining(names::add);
  }

  public static void main(String[] arguments) throws IOException {
    Path source = Path.of(System.getProperty("tables", "tools/reproduce/tables.json"));
    Tables tables = new Tables(Path.of(arguments[0]), JSON.readTree(source.toFile()));
    tables.bases();
    for (JsonNode table : tables.plan.path("tables")) {
      tables.table(table);
    }
    tables.signs();
    tables.gradients();
    tables.draw(tables.folder.resolve("gradient-cosines.svg"));
  }

  private void bases() throws IOException {
    JsonNode base = scores(folder.resolve("base"));
    System.out.println("## Base model\n");
    head(names);
    print("chance", names.stream().map(name -> known(base, name, "chance")).toList());
    print("ceiling", names.stream().map(name -> known(base, name, "ceiling")).toList());
    for (String which : List.of("base", "base-marked", "base-reference")) {
      print(which, single(scores(folder.resolve(which))));
    }
  }

  private void table(JsonNode table) throws IOException {
    System.out.println("\n## " + table.path("title").asText() + "\n");
    List<String> columns = new ArrayList<>(names);
    plan.path("paper_columns").forEach(column -> columns.add("paper: " + column.asText()));
    head(columns);
    for (JsonNode arm : table.path("arms")) {
      String name = arm.asText();
      if (!arms.containsKey(name)) {
        print(name + " (not run)", Collections.nCopies(columns.size(), ""));
        continue;
      }
      List<String> cells = new ArrayList<>();
      for (String score : names) {
        cells.add(interval(values(name, score)));
      }
      JsonNode paper = table.path("paper").path(name);
      for (int i = 0; i < plan.path("paper_columns").size(); i++) {
        cells.add(paper.has(i) ? String.format(Locale.ROOT, "%.2f", paper.get(i).asDouble()) : "");
      }
      print(name + " (" + arms.get(name).size() + ")", cells);
    }
    if (table.has("note")) {
      System.out.println("\n" + table.path("note").asText());
    }
  }

  private void signs() throws IOException {
    System.out.println("\n## Signs\n");
    head("sign", List.of("measure", "difference, 95 % interval", "permutation p", "verdict"));
    for (JsonNode sign : plan.path("signs")) {
      String arm = sign.path("arm").asText();
      String than = sign.path("than").asText();
      String score = sign.path("score").asText();
      if (!arms.containsKey(arm) || !arms.containsKey(than)) {
        continue;
      }
      Difference difference = Difference.of(values(arm, score), values(than, score));
      print(
          sign.path("sign").asText(),
          List.of(
              score + ", " + arm + " - " + than,
              difference.text(),
              number(difference.p()),
              difference.verdict(sign.path("is").asText())));
    }
  }

  /** A difference of two means over seeds. */
  private record Difference(double mean, double half, double p) {
    static Difference of(List<Double> first, List<Double> second) {
      double mean = Tables.mean(first) - Tables.mean(second);
      if (first.size() < 2 || second.size() < 2) {
        return new Difference(mean, Double.NaN, Double.NaN);
      }
      double a = variance(first) / first.size();
      double b = variance(second) / second.size();
      double degrees =
          (a + b)
              * (a + b)
              / (a * a / (first.size() - 1) + b * b / (second.size() - 1));
      double half = a + b == 0 ? 0 : StudentT.quantile(degrees) * Math.sqrt(a + b);
      return new Difference(mean, half, permutation(first, second));
    }

    /** Share of all ways to deal the scores out that differ at least as much. */
    private static double permutation(List<Double> first, List<Double> second) {
      List<Double> all = new ArrayList<>(first);
      all.addAll(second);
      double observed = Math.abs(Tables.mean(first) - Tables.mean(second)) - 1e-12;
      double sum = all.stream().mapToDouble(x -> x).sum();
      int ways = 0;
      int extreme = 0;
      for (int mask = 0; mask < 1 << all.size(); mask++) {
        if (Integer.bitCount(mask) == first.size()) {
          double own = 0;
          for (int i = 0; i < all.size(); i++) {
            own += (mask >> i & 1) * all.get(i);
          }
          double difference = own / first.size() - (sum - own) / second.size();
          ways++;
          extreme += Math.abs(difference) >= observed ? 1 : 0;
        }
      }
      return (double) extreme / ways;
    }

    String text() {
      return number(mean) + (Double.isNaN(half) ? "" : " ± " + number(half));
    }

    String verdict(String expected) {
      if (Double.isNaN(half)) {
        return "one seed only";
      }
      boolean zeroInside = Math.abs(mean) <= half;
      if (expected.equals("equal")) {
        return zeroInside ? "no difference can be told" : "does not show";
      }
      if (zeroInside) {
        return "cannot be told";
      }
      return expected.equals("more") == mean > 0 ? "shows" : "does not show: the other way round";
    }
  }

  /** Quantiles of Student's t distribution, by integrating its density. */
  private static final class StudentT {
    private static final int STEPS = 20_000;
    private static final double FAR = 200;

    /** Half of the width that holds 95 % of the distribution. */
    static double quantile(double degrees) {
      // x = t / (1 + t) maps the half line to [0, 1); the density's constant cancels out.
      double[] sums = new double[STEPS + 1];
      for (int i = 1; i <= STEPS; i++) {
        sums[i] = sums[i - 1] + density((i - 0.5) / STEPS, degrees);
      }
      for (int i = 1; i <= STEPS; i++) {
        if (sums[i] >= CONFIDENCE * sums[STEPS]) {
          double x = (double) i / STEPS;
          return Math.min(FAR, x / (1 - x));
        }
      }
      return FAR;
    }

    private static double density(double x, double degrees) {
      double t = x / (1 - x);
      return Math.pow(1 + t * t / degrees, -(degrees + 1) / 2) / ((1 - x) * (1 - x));
    }
  }

  private void gradients() throws IOException {
    System.out.println("\n## Gradients\n");
    head(List.of("cosine", "norm, identity", "norm, motion"));
    for (var arm : arms.entrySet()) {
      print(arm.getKey(), gradients(arm.getValue()));
    }
  }

  /** The figure of the paper's section 4: cosines of both losses' gradients, a curve per run. */
  private void draw(Path file) throws IOException {
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

  private List<Double> values(String arm, String score) throws IOException {
    List<Double> values = new ArrayList<>();
    for (Path run : arms.get(arm)) {
      values.add(mean(scores(run.resolve("evaluation")), score));
    }
    return values;
  }

  private static JsonNode scores(Path folder) throws IOException {
    return JSON.readTree(folder.resolve("evaluation.json").toFile()).path("scores");
  }

  private List<String> single(JsonNode scores) {
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
    return late.values().stream().map(Tables::interval).toList();
  }

  private static void add(Map<String, List<Double>> to, String key, Stream<JsonNode> values) {
    to.computeIfAbsent(key, absent -> new ArrayList<>())
        .add(values.mapToDouble(JsonNode::asDouble).average().orElse(Double.NaN));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
  }

  private static double variance(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return squares / (values.size() - 1);
  }

  private static String interval(List<Double> values) {
    if (values.size() < 2) {
      return number(mean(values));
    }
    double error = Math.sqrt(variance(values) / values.size());
    return number(mean(values))
        + " ± "
        + number(error == 0 ? 0 : StudentT.quantile(values.size() - 1) * error);
  }

  private static String number(double value) {
    return Double.isNaN(value)
        ? ""
        : String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
  }

  private static void head(List<String> cells) {
    head("way of training", cells);
  }

  private static void head(String first, List<String> cells) {
    print(first, cells);
    print("---", cells.stream().map(cell -> "---").toList());
  }

  private static void print(String first, List<String> cells) {
    System.out.println("| " + first + " | " + String.join(" | ", cells) + " |");
  }
}
