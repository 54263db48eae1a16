package org.sdvgen.host.adapter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.AdapterSummary;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.AdapterTools.MergeProgress;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.Trainer;
import org.sdvgen.runtime.io.AtomicFolder;

/** Has the backbone's tools work on adapter files, and keeps what is there already. */
public final class BackboneAdapters implements Adapters {
  private final AdapterTools tools;
  private final AdapterFallback fallback;
  private final Path outputDir;
  private final Notices notices;

  /**
   * Takes the tools.
   *
   * @param tools the backbone's
   * @param fallback values for entries that an adapter's file lacks
   * @param outputDir where the configured run keeps its results
   * @param notices takes what adapters' files leave open
   */
  public BackboneAdapters(
      AdapterTools tools, AdapterFallback fallback, Path outputDir, Notices notices) {
    this.tools = tools;
    this.fallback = fallback;
    this.outputDir = outputDir;
    this.notices = notices;
  }

  @Override
  public Optional<Path> trainedAdapter() {
    return Trainer.adapterIn(outputDir);
  }

  @Override
  public List<String> formats() {
    return tools.formats();
  }

  @Override
  public AdapterSummary describe(Path adapter) {
    AdapterSummary summary = tools.describe(adapter, fallback);
    summary.notices().forEach(notices::say);
    return summary;
  }

  @Override
  public void convert(Path adapter, String format, Path target) {
    checkFree(target);
    tools.convert(adapter, fallback, format, target).forEach(notices::say);
  }

  @Override
  public void merge(Path adapter, Path folder, MergeProgress progress) {
    checkFree(folder);
    AtomicFolder.replace(
        folder, empty -> tools.merge(adapter, fallback, empty, progress).forEach(notices::say));
  }

  private static void checkFree(Path target) {
    if (Files.exists(target)) {
      throw new InputException(
          target + " exists and is not overwritten: choose another name or remove it");
    }
  }
}
