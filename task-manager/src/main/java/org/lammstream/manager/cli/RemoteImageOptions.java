package org.lammstream.manager.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.worker.RemoteHost;
import org.lammstream.manager.worker.RemoteImages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** From which servers images may be fetched. */
final class RemoteImageOptions implements AutoCloseable {
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

  private Optional<RemoteImages> opened = Optional.empty();

  /** What images may be fetched with; belongs to these options. */
  RemoteImages images() {
    RemoteImages images = opened.orElseGet(() -> RemoteImages.from(hosts));
    opened = Optional.of(images);
    return images;
  }

  @Override
  public void close() {
    opened.ifPresent(RemoteImages::close);
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
