package org.sdvgen.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.host.disk.RecordedDisk;
import org.sdvgen.host.disk.RecordedDisk.Unforced;

/** Places of a template and what is put there. */
final class HtmlPageTest {
  @TempDir private Path folder;

  private static HtmlPage page() {
    return new HtmlPage(HtmlPageTest.class, "page-for-tests.html");
  }

  @Test
  void placesAreFilledOnce() {
    String html = page().put("title", "<b>${body}</b>").text("body", "<i> $1 \\").html();
    assertTrue(html.startsWith("<b>${body}</b>|&lt;i&gt; $1 \\|"), html);
    assertTrue(html.contains("font:"), "the common style");
  }

  @Test
  void anEmptyPlaceIsADefect() {
    HtmlPage page = page().put("title", "a");
    String message =
        String.valueOf(assertThrows(IllegalStateException.class, page::html).getMessage());
    assertEquals("nothing was put into the page's place body", message);
  }

  /** Where everything unforced is kept the program alone was killed, else the power was cut. */
  @ParameterizedTest
  @CsvSource({"KEPT,KEPT", "KEPT,LOST", "LOST,KEPT", "LOST,LOST"})
  void killedWriterLeavesAWholePage(Unforced contents, Unforced entries) throws IOException {
    RecordedDisk disk = new RecordedDisk(Files.createDirectory(folder.resolve("disk")));
    HtmlPage earlier = page().put("title", "earlier").put("body", "earlier");
    HtmlPage later = page().put("title", "later").put("body", "later");
    earlier.write(disk.folder().resolve("page.html"));
    int written = disk.moments();
    later.write(disk.folder().resolve("page.html"));
    for (int moment = written; moment <= disk.moments(); moment++) {
      Path left = Files.createDirectory(folder.resolve("left-" + moment));
      disk.layOut(moment, contents, entries, left);
      String page = Files.readString(left.resolve("page.html"));
      assertTrue(Set.of(earlier.html(), later.html()).contains(page), "moment " + moment);
      assertTrue(moment < disk.moments() || page.equals(later.html()), "the later page in the end");
    }
  }
}
