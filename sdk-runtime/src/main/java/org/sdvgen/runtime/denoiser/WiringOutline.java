package org.sdvgen.runtime.denoiser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * A network's wiring without its weights: which tensors every block would get, in the order in
 * which blocks are made, which is that in which they run forward.
 */
final class WiringOutline extends Wiring {
  /**
   * A block.
   *
   * @param method the script's method
   * @param tensors names of its tensors
   */
  record Part(String method, List<String> tensors) {
    /** Copies the list. */
    Part {
      tensors = List.copyOf(tensors);
    }
  }

  private final TorchProgram program;
  private final Set<String> names;
  private final List<Part> parts = new ArrayList<>();

  private WiringOutline(TorchProgram program, Set<String> names) {
    this.program = program;
    this.names = names;
  }

  /**
   * The blocks of a network.
   *
   * @param network the network, which need not be compiled
   * @param names its tensors
   * @return the blocks with their tensors
   */
  static List<Part> of(DenoiserNetwork network, Set<String> names) {
    WiringOutline outline = new WiringOutline(network.program(), names);
    var unused = network.wire(outline);
    return List.copyOf(outline.parts);
  }

  @Override
  public Map<String, String> adapterSettings() {
    return Map.of();
  }

  @Override
  Block block(String method, String path, Set<String> prefixes) {
    List<String> own =
        names.stream().filter(name -> prefixes.stream().anyMatch(name::startsWith)).toList();
    parts.add(new Part(method, own));
    return new Block(program, method, path, new LinkedHashMap<>(), Set.of());
  }

  @Override
  public Chains chains(List<Block> time, List<Block> main, Map<String, Double> numbers) {
    return new Chains(time, main, Map.of());
  }
}
