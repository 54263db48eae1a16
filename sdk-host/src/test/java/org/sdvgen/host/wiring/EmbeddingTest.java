package org.sdvgen.host.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.PluginException;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.testkit.FakePlugin.NoSettings;

/** What a program sees that uses this one as a library. */
class EmbeddingTest {
  @TempDir private Path folder;

  /** A plugin whose backbone cannot be made; its factory is of a class of the contract. */
  private record Failing(Throwable failure) implements Plugin {
    @Override
    public List<ComponentFactory<?, ? extends Backbone>> backbones() {
      return List.of(
          ComponentFactory.of(
              "failing",
              "Cannot be made",
              NoSettings.class,
              (config, context) -> {
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) failure;
              }));
    }
  }

  private Sdvgen open(Throwable failure) {
    return FakeRun.in(folder)
        .with("backbone.name", "failing")
        .builder()
        .plugin(new Failing(failure))
        .open();
  }

  @Test
  void aClosedConfigurationMakesNothing() {
    Sdvgen sdvgen = FakeRun.in(folder).builder().open();
    sdvgen.close();
    IllegalStateException error = assertThrows(IllegalStateException.class, sdvgen::trainer);
    assertEquals("this configuration is closed: open it again to use it", error.getMessage());
    assertThrows(IllegalStateException.class, sdvgen::generator);
    assertThrows(IllegalStateException.class, sdvgen::plugins);
    sdvgen.close();
  }

  @Test
  void whatAComponentThrowsNamesIt() {
    UnsupportedOperationException thrown = new UnsupportedOperationException("not on Sundays");
    try (Sdvgen sdvgen = open(thrown)) {
      PluginException error = assertThrows(PluginException.class, sdvgen::trainer);
      assertSame(thrown, error.getCause());
      String message = String.valueOf(error.getMessage());
      String start =
          "given by the program: plugin Failing unknown, backbone failing (backbone.name): create"
              + " failed: java.lang.UnsupportedOperationException: not on Sundays at "
              + EmbeddingTest.class.getName();
      assertTrue(message.startsWith(start), message);
      assertEquals(Optional.of("backbone.name"), error.problem().key());
    }
    StackOverflowError defect = new StackOverflowError("a rule that calls itself");
    try (Sdvgen sdvgen = open(defect)) {
      assertSame(defect, assertThrows(PluginException.class, sdvgen::trainer).getCause());
    }
  }

  @Test
  void whatIsNoPluginsFaultReachesTheProgramAsItIs() {
    InputException wrong = new InputException("the folder is empty");
    try (Sdvgen sdvgen = open(wrong)) {
      assertSame(wrong, assertThrows(InputException.class, sdvgen::trainer));
    }
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    try (Sdvgen sdvgen = open(full)) {
      assertSame(full, assertThrows(OutOfMemoryError.class, sdvgen::trainer));
    }
  }

  @Test
  void thePluginThatCannotBeLinkedIsNamed() {
    try (Sdvgen sdvgen = open(new NoClassDefFoundError("org/example/Gone"))) {
      String message =
          String.valueOf(assertThrows(PluginException.class, sdvgen::trainer).getMessage());
      assertTrue(message.startsWith("given by the program: plugin Failing unknown"), message);
      assertTrue(message.contains("create failed: java.lang.NoClassDefFoundError: org/e"), message);
      assertTrue(message.contains("built for another version of sdk-api"), message);
    }
  }

  @Test
  void anInterruptIsNoFullDisk() {
    FakeRun run = FakeRun.in(folder).with("checkpointing_steps", "2");
    try (Sdvgen sdvgen = run.builder().open()) {
      Trainer trainer = sdvgen.trainer();
      TrainingListener interrupting =
          new TrainingListener() {
            @Override
            public void stepFinished(StepReport report) {
              Thread.currentThread().interrupt();
            }
          };
      CancellationException error =
          assertThrows(CancellationException.class, () -> trainer.train(interrupting));
      assertTrue(Thread.interrupted(), "the flag is kept");
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains("because the thread was interrupted"), message);
      assertFalse(message.contains("free space"), message);
    } finally {
      Thread.interrupted();
    }
    assertEquals(6, run.train().size());
  }
}
