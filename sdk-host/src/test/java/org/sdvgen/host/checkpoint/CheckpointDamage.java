package org.sdvgen.host.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sdvgen.testkit.damage.DamageTrial;

/** Reads damaged states of checkpoints, with and without the checksum that would find damage. */
public final class CheckpointDamage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointDamage() {}

  /** Takes an empty folder and the number of cases. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int cases = Integer.parseInt(arguments[1]);
    Path file = folder.resolve(TrainerState.FILE);
    state().write(folder);
    byte[] sealed = Files.readAllBytes(file);
    ObjectNode open = (ObjectNode) JSON.readTree(sealed);
    open.remove("own_checksum");
    DamageTrial.Reader reader = () -> CheckpointStore.verify(folder);
    DamageTrial trial = new DamageTrial(System.out);
    trial.run("sealed", cases / 4, DamageTrial.text(file, sealed), reader);
    trial.run("text", cases, DamageTrial.text(file, JSON.writeValueAsBytes(open)), reader);
    trial.run(
        "values",
        cases,
        damage -> Files.write(file, JSON.writeValueAsBytes(damage.json(open))),
        reader);
    trial.exit();
  }

  private static TrainerState state() {
    return new TrainerState(
        36,
        7,
        "fake",
        "a3326e29311df1dd",
        "b7c1",
        Map.of(
            "identity", new TrainerState.TrackState(50, 2, 4000, "def", 0),
            "motion", new TrainerState.TrackState(11, 1, 400, TrainerState.UNKNOWN, 0)),
        new SkippedSteps(2, 1),
        "stochastic",
        Map.of("turns", "3"),
        Map.of("seed", "7", "lora.targets", "to_q, to_k", "output_dir", "/a b/\u00e9"),
        Map.of("java", "17", "threads", "2"),
        Map.of("optimizer.safetensors", 1234L, "adapter.safetensors", 77L),
        Map.of("optimizer.safetensors", "07cb9ff6", "adapter.safetensors", "00000000"));
  }
}
