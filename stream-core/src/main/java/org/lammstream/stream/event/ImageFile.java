package org.lammstream.stream.event;

import java.net.URI;
import java.util.Objects;

/**
 * An image in a file or on a server that the worker can read.
 *
 * @param uri a {@code file:}, {@code http:} or {@code https:} URI; the worker refuses locations
 *     outside its allowed roots and hosts
 */
public record ImageFile(URI uri) implements ImageSource {
  /** Rejects nulls. */
  public ImageFile {
    Objects.requireNonNull(uri);
  }
}
