package org.sdvgen.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.resource.ResourceFiles;
import org.sdvgen.host.Trainer;

/**
 * The files of a demo.
 *
 * @param folder the demo's folder, absolute
 */
public record DemoFiles(Path folder) {
  private static final String RECIPES = "recipes";
  private static final String MODELS = "models";
  private static final String BASE = "toy-";

  /**
   * Writes the recipes and the base models that come with the program into a folder, laid out as in
   * the program's sources.
   *
   * @param folder made if it is not there; recipes and models of an earlier demo are replaced
   * @return the folder's files
   * @throws InputException if a file cannot be written
   */
  public static DemoFiles unpack(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    ResourceFiles.copy(DemoFiles.class, List.of(RECIPES, MODELS), absolute);
    return new DemoFiles(absolute);
  }

  /** The recipe of a way of training. */
  public Path recipe(DemoArm arm) {
    return folder.resolve(RECIPES).resolve(arm.recipe());
  }

  /** The output folder of a way of training. */
  public Path run(DemoArm arm) {
    return folder.resolve(arm.name());
  }

  /** The adapter that a way of training ends with. */
  public Path adapter(DemoArm arm) {
    return run(arm).resolve(Trainer.ADAPTER_FILE);
  }

  /** The folder of the clips that the page shows. */
  public Path clips() {
    return folder.resolve("clips");
  }

  /** The page that shows everything. */
  public Path report() {
    return folder.resolve("report.html");
  }

  /**
   * The settings that put another base model into every recipe.
   *
   * @param backbone the backbone's name
   * @return {@code key=value} each
   * @throws InputException if no base model for it comes with the program
   */
  public List<String> baseOf(String backbone) {
    List<String> known = backbones();
    if (!known.contains(backbone)) {
      throw new InputException(
          "--backbone %s: no base model for it comes with the program; choose %s"
              .formatted(backbone, String.join(" or ", known)));
    }
    Path model = folder.resolve(MODELS).resolve(BASE + backbone);
    return List.of(
        "backbone.name=" + backbone,
        "backbone.checkpoint=" + model,
        "codec.file=" + model.resolve("codec.safetensors"));
  }

  private List<String> backbones() {
    try (Stream<Path> models = Files.list(folder.resolve(MODELS))) {
      return models
          .map(model -> model.getFileName().toString())
          .filter(name -> name.startsWith(BASE))
          .map(name -> name.substring(BASE.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** All files that training depends on, in a fixed order. */
  List<Path> inputs() {
    try (Stream<Path> recipes = Files.walk(folder.resolve(RECIPES));
        Stream<Path> models = Files.walk(folder.resolve(MODELS))) {
      return Stream.concat(recipes, models).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }
}
