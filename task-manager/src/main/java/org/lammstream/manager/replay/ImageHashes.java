package org.lammstream.manager.replay;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.manager.worker.Sha256;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.sequence.RecordedTask;

/**
 * Digests of images that events refer to, by which a changed file is told from the recorded one.
 */
public final class ImageHashes {
  private final ImageLocations locations;

  /** Reads images from these places only. */
  public ImageHashes(ImageLocations locations) {
    this.locations = locations;
  }

  /** The images that an event refers to, each once. */
  public static Set<URI> references(TaskEvent event) {
    Set<URI> references = new LinkedHashSet<>();
    Stream.concat(event.train().stream(), event.test().stream())
        .map(Example::image)
        .forEach(
            image -> {
              if (image instanceof ImageFile file) {
                references.add(file.uri());
              }
            });
    return references;
  }

  /**
   * SHA-256 of the content of all images that an event refers to, by URI, as far as they can be
   * read.
   *
   * @throws org.lammstream.manager.worker.WorkerFaultException if an image root has gone
   */
  public Map<String, String> of(TaskEvent event) {
    Map<String, String> hashes = new TreeMap<>();
    for (URI uri : references(event)) {
      hash(uri).ifPresent(hash -> hashes.put(uri.toString(), hash));
    }
    return hashes;
  }

  /** Images that are not what they were when the task was recorded; the unreadable among them. */
  List<String> changed(RecordedTask task) {
    List<String> changed = new ArrayList<>();
    new TreeMap<>(task.images())
        .forEach(
            (uri, recorded) -> {
              if (!isSame(uri, recorded)) {
                changed.add(uri);
              }
            });
    return changed;
  }

  private boolean isSame(String uri, String recorded) {
    try {
      return hash(URI.create(uri)).equals(Optional.of(recorded));
    } catch (IllegalArgumentException e) { // nothing that this program wrote
      return false;
    }
  }

  /** Empty for what is not here or not allowed: then there is nothing to compare. */
  private Optional<String> hash(URI uri) {
    try {
      return Optional.of(Sha256.hex(locations.read(uri)));
    } catch (RejectedEventException e) {
      return Optional.empty();
    }
  }
}
