package org.sdvgen.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.SettingInfo;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options of generation under the names that users of diffusers know. */
final class GenerationOptions {
  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "Prompt: a description of the video.")
  private String prompt = "";

  @Option(
      names = {"--reference", "--image"},
      paramLabel = "FILE",
      description = "Picture of the subject.")
  private @Nullable Path reference;

  @Option(
      names = "--subject",
      paramLabel = "WORDS",
      description = "The words of the prompt that name the subject, such as \"toy robot\".")
  private @Nullable String subject;

  @Option(
      names = {"--lora", "--adapter"},
      paramLabel = "FILE[:WEIGHT]",
      description =
          "Adapter in diffusers' format (pytorch_lora_weights.safetensors), and how strongly it"
              + " acts (default: 1). Several add up.")
  private List<String> adapters = new ArrayList<>();

  /**
   * The request that the options make for a file; what is not given stays open.
   *
   * @param output the file
   * @param parsed has the options of {@link OfSettings}
   */
  GenerationRequest request(Path output, ParseResult parsed) {
    GenerationRequest.Builder request =
        GenerationRequest.builder(prompt).output(output).settings(settings(parsed));
    set(reference, request::reference);
    set(subject, request::subject);
    adapters.forEach(text -> request.adapter(AdapterUse.parse(text)));
    return request.build();
  }

  private static Map<String, String> settings(ParseResult parsed) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (SettingInfo setting : GenerationSettings.describe()) {
      if (parsed.hasMatchedOption(name(setting))) {
        settings.put(setting.key(), parsed.matchedOptionValue(name(setting), ""));
      }
    }
    return settings;
  }

  private static String name(SettingInfo setting) {
    return "--" + setting.key().replace('_', '-');
  }

  /** Gives a command an option for every setting of {@code generate.*}. */
  static final class OfSettings implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      GenerationSettings.describe().forEach(setting -> command.addOption(option(setting)));
      return command;
    }

    private static OptionSpec option(SettingInfo setting) {
      String choices =
          setting.choices().isEmpty() ? "" : ": " + String.join(", ", setting.choices());
      return OptionSpec.builder(name(setting))
          .type(String.class)
          .paramLabel(label(setting))
          .description((setting.doc() + choices + ".").replace("%", "%%"))
          .build();
    }

    private static String label(SettingInfo setting) {
      if (!setting.choices().isEmpty()) {
        return "WORD";
      }
      return setting.type().endsWith("number") ? "N" : "TEXT";
    }
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}
