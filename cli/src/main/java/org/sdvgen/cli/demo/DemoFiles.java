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
 * @param base file name of the recipe that all others lie over
 */
public record DemoFiles(Path folder, String base) {
  private static final String RECIPES = "recipes";
  private static final String MODELS = "models";
  private static final String TOY = "toy-";

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
    return new DemoFiles(absolute, DemoArm.BASE);
  }

  /**
   * The same files for another base model: all recipes lie over {@code toy-BACKBONE.yaml}, if there
   * is one, in place of the usual recipe.
   *
   * @param backbone the backbone's name
   * @return the files
   * @throws InputException if no base model for it comes with the program
   */
  public DemoFiles on(String backbone) {
    List<String> known = backbones();
    if (!known.contains(backbone)) {
      throw new InputException(
          "--backbone %s: no base model for it comes with the program; choose %s"
              .formatted(backbone, String.join(" or ", known)));
    }
    String recipe = TOY + backbone + ".yaml";
    boolean own = Files.exists(folder.resolve(RECIPES).resolve(recipe));
    return new DemoFiles(folder, own ? recipe : DemoArm.BASE);
  }

  private List<String> backbones() {
    try (Stream<Path> models = Files.list(folder.resolve(MODELS))) {
      return models
          .map(model -> model.getFileName().toString())
          .filter(name -> name.startsWith(TOY))
          .map(name -> name.substring(TOY.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The recipe of a way of training. */
  public Path recipe(DemoArm arm) {
    return folder.resolve(RECIPES).resolve(arm.isBase() ? base : arm.recipe());
  }

  /** The override, {@code key=value}, that gives an overlay the demo's base recipe. */
  public List<String> settings(DemoArm arm) {
    if (arm.isBase() || base.equals(DemoArm.BASE)) {
      return List.of();
    }
    return List.of("extends=" + folder.resolve(RECIPES).resolve(base));
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

  /** The animated picture of the first clips. */
  public Path picture() {
    return folder.resolve("clips.webp");
  }

  /** The page that shows everything. */
  public Path report() {
    return folder.resolve("report.html");
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
