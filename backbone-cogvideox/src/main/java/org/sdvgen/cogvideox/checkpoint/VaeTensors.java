package org.sdvgen.cogvideox.checkpoint;

import java.util.List;
import org.sdvgen.runtime.weights.TensorTable;

/** The tensors of the autoencoder, named as diffusers names them. */
public final class VaeTensors {
  private static final int KERNEL = 3;
  private static final int MID_LAYERS = 2;

  private final TensorTable.Builder table = TensorTable.builder();
  private final VaeConfig config;

  private VaeTensors(VaeConfig config) {
    this.config = config;
  }

  /**
   * Lists names and shapes.
   *
   * @param config the network's sizes
   * @return the table
   */
  public static TensorTable of(VaeConfig config) {
    VaeTensors tensors = new VaeTensors(config);
    tensors.addEncoder();
    tensors.addDecoder();
    return tensors.table.build();
  }

  private void addEncoder() {
    List<Integer> channels = config.blockOutChannels();
    int last = channels.size() - 1;
    addCausalConv("encoder.conv_in", channels.get(0), config.inChannels(), KERNEL);
    int in = channels.get(0);
    for (int i = 0; i <= last; i++) {
      String path = "encoder.down_blocks." + i;
      int out = channels.get(i);
      addResnets(path, in, out, config.layersPerBlock(), false);
      if (i < last) {
        table.addWithBias(path + ".downsamplers.0.conv", out, out, KERNEL, KERNEL);
      }
      in = out;
    }
    addResnets("encoder.mid_block", in, in, MID_LAYERS, false);
    table.addWithBias("encoder.norm_out", in);
    addCausalConv("encoder.conv_out", 2 * config.latentChannels(), in, KERNEL);
  }

  private void addDecoder() {
    List<Integer> channels = config.blockOutChannels();
    int last = channels.size() - 1;
    int in = channels.get(last);
    addCausalConv("decoder.conv_in", in, config.latentChannels(), KERNEL);
    addResnets("decoder.mid_block", in, in, MID_LAYERS, true);
    for (int i = 0; i <= last; i++) {
      String path = "decoder.up_blocks." + i;
      int out = channels.get(last - i);
      addResnets(path, in, out, config.layersPerBlock() + 1, true);
      if (i < last) {
        table.addWithBias(path + ".upsamplers.0.conv", out, out, KERNEL, KERNEL);
      }
      in = out;
    }
    addNorm("decoder.norm_out", in, true);
    addCausalConv("decoder.conv_out", config.outChannels(), in, KERNEL);
  }

  private void addResnets(String path, int in, int out, int layers, boolean modulated) {
    for (int i = 0; i < layers; i++) {
      String layer = path + ".resnets." + i;
      int width = i == 0 ? in : out;
      addNorm(layer + ".norm1", width, modulated);
      addNorm(layer + ".norm2", out, modulated);
      addCausalConv(layer + ".conv1", out, width, KERNEL);
      addCausalConv(layer + ".conv2", out, out, KERNEL);
      if (width != out) {
        table.addWithBias(layer + ".conv_shortcut", out, width, 1, 1, 1);
      }
    }
  }

  private void addNorm(String path, int channels, boolean modulated) {
    if (modulated) {
      table.addWithBias(path + ".norm_layer", channels);
      addCausalConv(path + ".conv_y", channels, config.latentChannels(), 1);
      addCausalConv(path + ".conv_b", channels, config.latentChannels(), 1);
    } else {
      table.addWithBias(path, channels);
    }
  }

  private void addCausalConv(String path, int out, int in, int kernel) {
    table.addWithBias(path + ".conv", out, in, kernel, kernel, kernel);
  }
}
