package org.sdvgen.data.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;
import org.sdvgen.runtime.media.PictureFile;
import org.sdvgen.runtime.media.VideoFile;
import org.sdvgen.testkit.damage.DamageTrial;

/** Reads damaged pictures and videos of every kind that the test resources have. */
public final class MediaDamage {
  private static final List<String> VIDEOS = List.of("mp4", "mov", "mkv", "ts", "webm");
  private static final long LARGEST_SAMPLE = 100_000;
  private static final View VIEW = View.whole(32, 48, Fit.COVER);

  private MediaDamage() {}

  /** Takes an empty folder, a folder of whole files, and how many cases each of them gets. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int cases = Integer.parseInt(arguments[2]);
    List<Path> samples;
    try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
      samples = files.filter(Files::isRegularFile).sorted().toList();
    }
    DamageTrial trial = new DamageTrial(System.out);
    for (Path sample : samples) {
      if (Files.size(sample) < LARGEST_SAMPLE) {
        one(trial, sample, folder, cases);
      }
    }
    trial.exit();
  }

  private static void one(DamageTrial trial, Path sample, Path folder, int cases)
      throws IOException {
    byte[] whole = Files.readAllBytes(sample);
    String name = sample.getFileName().toString();
    Path file = folder.resolve(name);
    boolean isVideo = VIDEOS.contains(name.substring(name.lastIndexOf('.') + 1));
    trial.run(
        name,
        cases,
        damage -> Files.write(file, damage.bytes(whole)),
        isVideo ? () -> video(file) : () -> picture(file));
    Files.delete(file);
  }

  private static void picture(Path file) {
    PictureFile picture = new PictureFile(file, note -> {});
    picture.probe();
    picture.read(VIEW);
  }

  private static void video(Path file) {
    VideoFile video = new VideoFile(file, note -> {});
    video.probe();
    video.read(new ClipRequest(VIEW, 3, 8, 0));
    video.decodeAll();
  }
}
