package org.lammstream.manager.cli;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.manager.worker.RemoteHost;
import org.lammstream.manager.worker.RemoteImages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** From which servers images may be fetched. */
final class RemoteImageOptions {
  @Option(
      names = "--image-host",
      split = ",",
      paramLabel = "HOST[:PORT]",
      converter = Converter.class,
      description = {
        "Server that http: and https: images may come from; without it none may, and never",
        "one at a private address. Repeatable."
      })
  private List<RemoteHost> hosts = new ArrayList<>();

  RemoteImages images() {
    return RemoteImages.from(hosts);
  }

  /** Of one host. */
  static final class Converter implements ITypeConverter<RemoteHost> {
    @Override
    public RemoteHost convert(String text) {
      try {
        return RemoteHost.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
