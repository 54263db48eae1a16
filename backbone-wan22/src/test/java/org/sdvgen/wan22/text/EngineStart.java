package org.sdvgen.wan22.text;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Optional;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.torch.Devices;

/** Starts the engine and a tokenizer where every connection by URL is printed and refused. */
public final class EngineStart {
  private EngineStart() {}

  /** Takes nothing. */
  public static void main(String[] arguments) {
    URL.setURLStreamHandlerFactory(protocol -> protocol.startsWith("http") ? new Refusing() : null);
    try (FastTokenizer tokenizer = FastTokenizer.open(TinyText.tokenizer(), Optional.empty());
        NDManager manager = Devices.newManager(Devices.cpu())) {
      System.out.println(
          "ids "
              + tokenizer.encode("a").length
              + " sum "
              + manager.ones(new Shape(3)).sum().getFloat());
    }
    System.out.println("started");
  }

  private static final class Refusing extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      System.out.println("OPENED " + url);
      throw new IOException("no network");
    }

    @Override
    protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
      return openConnection(url);
    }
  }
}
