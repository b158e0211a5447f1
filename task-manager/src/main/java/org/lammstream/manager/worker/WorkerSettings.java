package org.lammstream.manager.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a worker's owner decides.
 *
 * @param imageRoots folders under which {@code file:} images may lie; none forbids them all
 * @param remoteImages from where images may be fetched over the network
 * @param configuration learner settings; those in an event win
 * @param seed of everything random; each task's own seed is derived from it
 * @param codeVersion version of this program, for the provenance
 */
public record WorkerSettings(
    List<Path> imageRoots,
    RemoteImages remoteImages,
    Map<String, String> configuration,
    long seed,
    String codeVersion) {
  /** Settings under which nothing is fetched over the network. */
  public WorkerSettings(
      List<Path> imageRoots, Map<String, String> configuration, long seed, String codeVersion) {
    this(imageRoots, RemoteImages.OFF, configuration, seed, codeVersion);
  }

  /** Copies the collections. */
  public WorkerSettings {
    imageRoots = List.copyOf(imageRoots);
    configuration = Map.copyOf(configuration);
  }
}
