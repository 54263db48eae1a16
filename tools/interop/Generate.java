import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Generator;
import org.sdvgen.host.Sdvgen;

/**
 * Generates a video without a reference and writes what another program needs to do the same: the
 * noise that denoising starts from, the latents that it ends with, and the pixels, each as little-
 * endian fp32 in the layout (c, f, h, w).
 *
 * <pre>
 * java -cp "cli/target/dist/lib/*" tools/interop/Generate.java CONFIG ADAPTER PROMPT FOLDER [KEY=VALUE...]
 * </pre>
 */
public class Generate {
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[3]));
    Draws recording =
        new Draws() {
          @Override
          public double[] uniforms(DrawKey key, int count) {
            return Draws.seeded().uniforms(key, count);
          }

          @Override
          public float[] normals(DrawKey key, int count) {
            float[] values = Draws.seeded().normals(key, count);
            if (key.purpose().equals(Generator.INITIAL_LATENTS)) {
              write(folder.resolve("noise.f32"), values);
            }
            return values;
          }
        };
    try (Sdvgen sdvgen =
        Sdvgen.builder()
            .configuration(Path.of(arguments[0]))
            .overrides(Arrays.copyOfRange(arguments, 4, arguments.length))
            .draws(recording)
            .open()) {
      GenerationRequest request =
          GenerationRequest.builder(arguments[2]).adapter(Path.of(arguments[1])).build();
      GeneratedVideo video =
          sdvgen
              .generator()
              .generate(
                  request,
                  step -> write(folder.resolve("latents.f32"), step.latents().toFloatArray()));
      write(folder.resolve("pixels.f32"), video.clip().values());
    }
  }

  private static void write(Path file, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    try {
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
