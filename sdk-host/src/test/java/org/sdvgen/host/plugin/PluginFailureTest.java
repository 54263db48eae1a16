package org.sdvgen.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.PluginException;
import org.sdvgen.host.PluginProblem;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * What is said about a broken plugin: the table of the guide, row by row, from jars that are so.
 */
final class PluginFailureTest {
  private static final String NAME = "org.example.Acme";

  /** A plugin whose parts are put in by the cases. */
  private static final String SOURCE =
      """
      package org.example;

      import java.util.*;
      import org.sdvgen.api.backbone.GradientBuffer;
      import org.sdvgen.api.config.Setting;
      import org.sdvgen.api.data.*;
      import org.sdvgen.api.plugin.*;
      import org.sdvgen.api.random.StepDraws;
      import org.sdvgen.api.switching.*;
      import org.sdvgen.api.update.*;

      public class Acme implements Plugin {
        public record Config(/*settings*/) { /*record*/ }

        public Acme() { /*constructor*/ }

        @Override public String name() { return /*name*/"acme"; }

        public static class Policy implements SwitchPolicy {
          @Override public TrackChoice select(TrainingProgress progress, StepDraws draws) {
            /*select*/
            return TrackChoice.of(progress.tracks().get(0));
          }
        }

        public static class Rule implements UpdateRule {
          @Override public void apply(UpdateStep step, GradientBuffer gradients) { /*apply*/ }
        }

        @Override public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
          return Arrays.asList(ComponentFactory.of(/*component*/"acme", "Acme's", Config.class,
              (config, context) -> { /*create*/ return new Policy(); })/*list*/);
        }

        @Override public List<ComponentFactory<?, ? extends UpdateRule>> updateRules() {
          return List.of(ComponentFactory.of("acme-rule", "Acme's", Config.class,
              (config, context) -> new Rule()));
        }
      }
      """;

  @TempDir private Path folder;
  private Path plugins;
  private Path jar;
  private String version = "1.2";

  @BeforeEach
  void makeDirectory() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins")).toRealPath();
    jar = plugins.resolve("acme.jar");
  }

  private void compile(String... replacements) throws IOException {
    String source = SOURCE;
    for (int i = 0; i < replacements.length; i += 2) {
      String place = "/*" + replacements[i] + "*/";
      assertTrue(source.contains(place), place);
      source = source.replace(place, replacements[i + 1]);
    }
    PluginJar.compile(jar, NAME, source.replaceAll("/\\*[a-z]+\\*/", ""), version);
  }

  private List<String> problems() {
    return Sdvgen.builder().pluginDirectory(plugins).problems().stream()
        .map(PluginProblem::message)
        .toList();
  }

  /** The one problem that is found without a configuration. */
  private void found(String message) {
    assertEquals(List.of(shortened(message)), problems().stream().map(this::shortened).toList());
  }

  private FakeRun run() {
    return FakeRun.in(folder.resolve("out"))
        .with("switch.name", "acme")
        .with("update_rules", "acme-rule");
  }

  /** The failure of a run with the plugin's policy and rule. */
  private PluginException failure() {
    try (Sdvgen sdvgen = run().builder().pluginDirectory(plugins).open()) {
      return assertThrows(PluginException.class, () -> sdvgen.trainer().train());
    }
  }

  private void fails(String message) {
    assertEquals(shortened(message), shortened(String.valueOf(failure().getMessage())));
  }

  /** Without folders and line numbers. */
  private String shortened(String message) {
    return message.replace(plugins + "/", "").replaceAll("(org\\.example\\.[\\w.$<>]+):\\d+", "$1");
  }

  private static final String POLICY = "acme.jar: plugin acme 1.2, switch policy acme";
  private static final String CHOSEN = POLICY + " (switch.name): ";
  private static final String ASK = ": report this to the plugin's author, or take the plugin away";

  /** Tests run on classes that are packaged, and on such that are not. */
  private static final String API = PluginLoader.apiVersion();

  private static final String VERSION =
      ": it was built for another version of sdk-api than "
          + API
          + ", or lacks a library: get one that was built for this version and put it into a folder"
          + " with its libraries, or take it away";

  @Test
  void constructor() throws IOException {
    compile("constructor", "throw new IllegalStateException(\"no licence\");");
    found(
        "acme.jar: the plugin does not load: java.lang.IllegalStateException: no licence at"
            + " org.example.Acme.<init>"
            + ASK);
    compile("constructor", "System.exit(3);");
    found(
        "acme.jar: the plugin does not load: System.exit(3) is called, which would end the program"
            + " at org.example.Acme.<init>"
            + ASK);
    compile("name", "true ? null : ");
    found("acme.jar: the plugin does not load: name or version of org.example.Acme is null" + ASK);
  }

  @Test
  void classThatIsNoPlugin() throws IOException {
    PluginJar.compile(jar, NAME, "package org.example; public class Acme { }", "1.2");
    found(
        "acme.jar: the plugin does not load: org.example.Acme is no org.sdvgen.api.plugin.Plugin:"
            + " get one that was built for sdk-api "
            + API
            + ", or take it away");
  }

  @Test
  void namesAreChecked() throws IOException {
    compile("component", "\"Round_Robin-\" + ");
    found(
        "acme.jar: plugin acme 1.2: it calls a switch policy \"Round_Robin-acme\"; names are of"
            + " small letters, digits and single hyphens"
            + ASK);
    compile("list", ", null");
    assertEquals(1, problems().size());
    assertTrue(
        problems()
            .get(0)
            .contains("its list of components of the kind switch policy: java.lang.Null"),
        problems().get(0));
  }

  @Test
  void settings() throws IOException {
    compile("settings", "@Setting(doc = \"Which\", defaultValue = \"a\") Set<String> words");
    String types =
        "; a setting is a String, int, long, float, double, boolean, Path, Duration, an enum, a"
            + " class with @WrittenAs, a record of further settings, or an Optional or List of one"
            + " of these";
    assertSettings("its setting words has the type Set<String>" + types);
    compile("settings", "@Setting(doc = \"Which\") List<List<String>> words");
    assertSettings("its setting words has the type List<List<String>>" + types);
    compile("settings", "int words");
    assertSettings("its setting words has no @Setting");
    compile("settings", "@Setting(doc = \"How many\", defaultValue = \"many\") int words");
    assertSettings("the default of its setting words: expected a whole number, found \"many\"");
    compile(
        "settings",
        "@Setting(doc = \"How many\", defaultValue = \"0\") int words",
        "record",
        "public Config { if (words < 1) throw new IllegalArgumentException(\"words is below 1\"); }");
    assertSettings("with its defaults: words is below 1");
  }

  /** Policy and rule have the same settings; both cannot be chosen, and all else can. */
  private void assertSettings(String fault) {
    String remedy = ": report this to the plugin's author";
    assertEquals(
        List.of(
            POLICY + ": " + fault + remedy,
            "acme.jar: plugin acme 1.2, update rule acme-rule: " + fault + remedy),
        problems().stream().map(this::shortened).toList());
  }

  @Test
  void create() throws IOException {
    compile("create", "if (true) throw new ArithmeticException(\"by zero\");");
    fails(
        CHOSEN
            + "create failed: java.lang.ArithmeticException: by zero at"
            + " org.example.Acme.lambda$switchPolicies$0"
            + ASK);
    compile("create", "if (true) return null;");
    fails(CHOSEN + "create gives null, which the contract forbids" + ASK);
  }

  @Test
  void select() throws IOException {
    compile("select", "if (true) throw new ArithmeticException(\"by zero\");");
    fails(
        CHOSEN
            + "select failed: java.lang.ArithmeticException: by zero at"
            + " org.example.Acme$Policy.select"
            + ASK);
    compile("select", "if (true) throw new StackOverflowError(\"calls itself\");");
    fails(
        CHOSEN
            + "select failed: java.lang.StackOverflowError: calls itself at"
            + " org.example.Acme$Policy.select"
            + ASK);
    compile("select", "if (true) return null;");
    fails(CHOSEN + "select gives null, which the contract forbids" + ASK);
    compile("select", "Runtime.getRuntime().halt(4);");
    fails(
        CHOSEN
            + "select failed: Runtime.halt(4) is called, which would end the program at"
            + " org.example.Acme$Policy.select"
            + ASK);
    compile("select", "java.util.function.IntConsumer end = System::exit; end.accept(5);");
    fails(
        CHOSEN
            + "select failed: System.exit(5) is called, which would end the program at"
            + " org.example.Acme$Policy.select"
            + ASK);
  }

  @Test
  void updateRule() throws IOException {
    compile("apply", "gradients.get(\"no.such.parameter\");");
    String message = shortened(String.valueOf(failure().getMessage()));
    assertTrue(
        message.startsWith(
            "acme.jar: plugin acme 1.2, update rule acme-rule (update_rules): apply failed: "),
        message);
  }

  @Test
  void otherVersionsOfLibraries() throws IOException {
    Path place = Files.createDirectory(plugins.resolve("acme"));
    jar = place.resolve("acme.jar");
    Path library = place.resolve("help.jar");
    String help = "package org.help; public class Help { public static void METHOD() { } }";
    PluginJar.library(library, "org.help.Help", help.replace("METHOD", "old"));
    String source = SOURCE.replace("/*select*/", "org.help.Help.old();");
    PluginJar.compile(jar, NAME, source.replaceAll("/\\*[a-z]+\\*/", ""), library);
    PluginJar.library(library, "org.help.Help", help.replace("METHOD", "young"));
    String start = "acme: plugin acme unknown, switch policy acme (switch.name): select failed: ";
    fails(start + "java.lang.NoSuchMethodError: 'void org.help.Help.old()'" + VERSION);
    Files.delete(library);
    fails(start + "java.lang.ClassNotFoundException: org.help.Help" + VERSION);
  }

  @Test
  void methodThatTheContractHasAndThePluginHasNot() throws IOException {
    compile();
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path file = zip.getPath("/org/example/Acme$Policy.class");
      Files.write(file, without("select", Files.readAllBytes(file)));
    }
    String message = shortened(String.valueOf(failure().getMessage()));
    assertTrue(
        message.startsWith(CHOSEN + "select failed: java.lang.AbstractMethodError: "), message);
    assertTrue(message.endsWith(VERSION), message);
  }

  private static byte[] without(String method, byte[] file) {
    ClassReader reader = new ClassReader(file);
    ClassWriter writer = new ClassWriter(reader, 0);
    ClassVisitor visitor =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return name.equals(method)
                ? null
                : super.visitMethod(access, name, descriptor, signature, exceptions);
          }
        };
    reader.accept(visitor, 0);
    return writer.toByteArray();
  }

  @Test
  void librariesThatAskTheThreadFindTheirOwn() throws IOException {
    compile(
        "select",
        "if (Thread.currentThread().getContextClassLoader() != Acme.class.getClassLoader())"
            + " throw new IllegalStateException(\"the program's\");");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = run().builder().pluginDirectory(plugins).notices(notices::add).open()) {
      sdvgen.trainer().train();
    }
    assertEquals(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void versionsAreKeptAndCompared() throws IOException {
    compile();
    run().pluginsIn(plugins).trainAndStopAfter(2);
    Path checkpoint = folder.resolve("out/checkpoint-2");
    assertEquals("1.2", TrainerState.read(checkpoint).environment().get("plugin acme"));
    SafetensorsFile adapter = SafetensorsFile.open(checkpoint.resolve(Trainer.ADAPTER_FILE));
    List<String> versions =
        List.of(Objects.requireNonNull(adapter.metadata().get("plugins")).split(", ", -1));
    assertTrue(versions.contains("acme 1.2"), versions.toString());
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = run().pluginsIn(plugins).builder().notices(notices::add).open()) {
      sdvgen.trainer();
    }
    assertTrue(notices.stream().noneMatch(it -> it.contains("plugin")), notices.toString());

    version = "1.3";
    compile();
    try (Sdvgen sdvgen = run().pluginsIn(plugins).builder().notices(notices::add).open()) {
      sdvgen.trainer();
    }
    String told =
        "resuming from %s with other versions of plugins: plugin acme from 1.2 to 1.3; the run goes"
            + " on as these versions would, which may not be as it began";
    assertTrue(notices.contains(told.formatted(checkpoint)), notices.toString());
  }
}
