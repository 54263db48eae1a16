package org.sdvgen.host.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Generator;
import org.sdvgen.host.ValidationReport.Clip;
import org.sdvgen.host.page.SampleSheet;

/**
 * The clips that a run generates during training.
 *
 * @param generator uses what the run trains where a request names no adapter
 * @param requests the videos to generate; every reference is a picture that can be read at any size
 */
public record ValidationClips(Generator generator, List<GenerationRequest> requests) {
  private static final SampleSheet STRIP = new SampleSheet(9, 160);

  /** H.264 has one colour for every four pixels, so tiny clips are written larger. */
  private static final int LEAST_SIDE = 96;

  /** Copies the list. */
  public ValidationClips {
    requests = List.copyOf(requests);
  }

  /**
   * Generates every clip and writes it as mp4 and as a PNG strip.
   *
   * @param folder an empty folder
   * @return the clips with their files in the folder
   * @throws org.sdvgen.api.error.InputException if a request does not fit the model, or a file
   *     cannot be read or written
   */
  List<Clip> write(Path folder) {
    List<Clip> clips = new ArrayList<>();
    generator.generateAll(requests, video -> clips.add(write(folder, clips.size(), video)));
    return clips;
  }

  private Clip write(Path folder, int index, GeneratedVideo video) {
    String name = String.format(Locale.ROOT, "%02d", index);
    Clip clip =
        new Clip(
            video.prompt(),
            video.seed(),
            folder.resolve(name + ".mp4"),
            folder.resolve(name + ".png"));
    video.saveVideo(clip.video(), scale(video.clip()));
    STRIP.save(clip.strip(), pictures(requests.get(index), video.clip()));
    return clip;
  }

  private static int scale(PixelClip clip) {
    return Math.max(1, LEAST_SIDE / Math.min(clip.height(), clip.width()));
  }

  private static PixelClip[] pictures(GenerationRequest request, PixelClip clip) {
    if (request.reference().isEmpty()) {
      return new PixelClip[] {clip};
    }
    Picture picture = ((GenerationRequest.Reference.Source) request.reference().get()).picture();
    View view = View.whole(clip.height(), clip.width(), Fit.CONTAIN);
    return new PixelClip[] {picture.read(view), clip};
  }
}
