package org.lammstream.stream.event;

import java.net.URI;
import java.util.Objects;

/**
 * An image in a file that the worker can read.
 *
 * @param uri a {@code file:} URI; the worker refuses locations outside its allowed roots
 */
public record ImageFile(URI uri) implements ImageSource {
  /** Rejects nulls. */
  public ImageFile {
    Objects.requireNonNull(uri);
  }
}
