package org.sdvgen.host.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.host.plugin.LoadedPlugin;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.testkit.FakePlugin;
import org.sdvgen.testkit.damage.DamageTrial;

/** Reads damaged configurations in the four formats. */
public final class ConfigurationDamage {
  private static final Map<String, String> WHOLE =
      Map.of(
          "run.yaml",
          """
          # comment
          extends: base.yaml
          seed: 7
          output_dir: out
          max_train_steps: 6
          learning_rate: 5.0e-5
          backbone: {name: fake}
          lora: &lora
            rank: 4
            targets: [to_q, to_k]
          tracks: [identity, motion]
          track:
            identity: &track {objective: {name: fake}, data: {name: fake-pairs}}
            motion: {<<: *track}
          switch: {name: alternate}
          validation: {prompts: [{prompt: "a \\"red\\" ball"}, {prompt: b}]}
          """,
          "run.json",
          """
          {"seed": 7, "output_dir": "out", "learning_rate": 5.0e-5, "backbone": {"name": "fake"},
           "lora": {"rank": 4, "targets": ["to_q", "to_k"]}, "tracks": "identity", "switch.name": "alternate",
           "track.identity": {"objective": {"name": "fake"}, "data": {"name": "fake-pairs"}}}
          """,
          "run.properties",
          """
          # comment
          output_dir = out
          seed=7
          backbone.name = fake
          lora.targets = to_q, \\
             to_k
          tracks = identity
          switch.name = alternate
          track.identity.objective.name = f\\u0061ke
          track.identity.data.name = fake-pairs
          """,
          "run.xml",
          """
          <?xml version="1.0" encoding="UTF-8"?>
          <run><seed>7</seed><output_dir>out</output_dir><backbone name="fake"/><tracks>identity</tracks>
          <track><identity><objective name="fake"/><data><name>fa&#107;e-pairs</name></data></identity></track>
          <switch name="alternate"/><lora><rank>4</rank><targets>to_q</targets><targets>to_k</targets></lora></run>
          """);

  private ConfigurationDamage() {}

  /** Takes a folder and the number of cases. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int cases = Integer.parseInt(arguments[1]);
    Files.writeString(folder.resolve("base.yaml"), "seed: 8\nlora: {alpha: 3}\n");
    PluginRegistry plugins =
        new PluginRegistry(List.of(new LoadedPlugin(new FakePlugin(), "test")));
    DamageTrial trial = new DamageTrial(System.out);
    for (String name : List.of("run.yaml", "run.json", "run.properties", "run.xml")) {
      Path file = Files.writeString(folder.resolve(name), WHOLE.get(name));
      ConfigurationReader.read(plugins, Optional.of(file), Map.of(), List.of());
      trial.run(
          name,
          cases,
          DamageTrial.text(file, Files.readAllBytes(file)),
          () -> ConfigurationReader.read(plugins, Optional.of(file), Map.of(), List.of()));
    }
    trial.exit();
  }
}
