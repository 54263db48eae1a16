package org.sdvgen.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.page.Html;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.StepReport;

/**
 * One page that shows a demo run and needs no other file: pictures and the video are inside it.
 *
 * @param steps the training steps in their order, at least one
 * @param video what was generated
 * @param files where the run's results lie
 */
public record DemoReport(List<StepReport> steps, GeneratedVideo video, DemoFiles files) {
  private static final String STYLE =
      "body{font:16px/1.5 sans-serif;max-width:760px;margin:2em auto;padding:0 1em;color:#222}"
          + "img,video{image-rendering:pixelated;border:1px solid #ccc}"
          + "code{background:#f3f3f3;padding:0 .2em}";

  /** Writes the page. */
  public void write() {
    try {
      Files.writeString(files.report(), html());
    } catch (IOException e) {
      throw new InputException(
          files.report() + " cannot be written: " + e.getMessage() + "; free some space", e);
    }
  }

  private String html() throws IOException {
    return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>sdvgen demo</title>
        <style>%s</style></head><body>
        <h1>sdvgen demo</h1>
        <p>A tiny CogVideoX with random weights was adapted with stochastic switching and then
        asked for a video of a subject it had never seen. Every part is the one that a real run
        uses; only the size is not, so do not expect a good picture.</p>
        <h2>Reference and video</h2>
        <p><b>Prompt:</b> %s</p>
        <p><img src="%s" width="144" alt="reference"> <video src="%s" width="144" autoplay loop muted
        controls></video></p>
        <p><img src="%s" width="720" alt="all frames"></p>
        <h2>Loss by track</h2>
        %s
        <h2>Which objective each step took</h2>
        <p>%s</p>
        <h2>Files</h2>
        <ul>%s</ul>
        </body></html>
        """
        .formatted(
            STYLE,
            Html.escape(video.prompt()),
            Html.data("image/png", files.reference()),
            Html.data("video/mp4", files.video()),
            Html.data("image/png", files.strip()),
            new LossChart(steps).svg(),
            Html.escape(objectives(steps)),
            listing());
  }

  /**
   * The tracks of all steps, shortened to their first letters, ten to a group, and how often each
   * was taken.
   */
  public static String objectives(List<StepReport> steps) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      line.append(i > 0 && i % 10 == 0 ? " " : "");
      steps.get(i).losses().keySet().forEach(track -> line.append(track.charAt(0)));
    }
    String counts =
        steps.stream()
            .flatMap(step -> step.losses().keySet().stream())
            .collect(Collectors.groupingBy(track -> track, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return line + "  (" + counts + ")";
  }

  private String listing() {
    return files.toLookAt().entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "<li><code>%s</code> %s</li>",
                    Html.escape(entry.getKey().toString()),
                    Html.escape(entry.getValue())))
        .collect(Collectors.joining());
  }
}
