package org.lammstream.manager.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.topic.Topics;

/**
 * What a worker works with beside its store and its checkpoint.
 *
 * @param outlet where results and dead letters go; empty leaves none, not even in the store's
 *     outbox
 * @param imageRoots folders under which {@code file:} images may lie; none forbids them all
 * @param remoteImages from where images may be fetched over the network
 * @param features cache of image features
 * @param conditions settings and seed of each task
 * @param codeVersion version of this program, for the provenance
 */
public record WorkerSetup(
    Optional<Outlet> outlet,
    List<Path> imageRoots,
    RemoteImages remoteImages,
    FeatureCache features,
    TaskConditions conditions,
    String codeVersion) {
  /** Rejects nulls and copies the list. */
  public WorkerSetup {
    Objects.requireNonNull(outlet);
    imageRoots = List.copyOf(imageRoots);
    Objects.requireNonNull(remoteImages);
    Objects.requireNonNull(features);
    Objects.requireNonNull(conditions);
    Objects.requireNonNull(codeVersion);
  }

  /**
   * Where results and dead letters go.
   *
   * @param topics by name
   * @param sink takes them there, unless a group does
   * @param group with whom the learners are shared; empty for a worker alone
   */
  public record Outlet(Topics topics, RecordSink sink, Optional<GroupMember> group) {
    /** Of a worker alone. */
    public Outlet(Topics topics, RecordSink sink) {
      this(topics, sink, Optional.empty());
    }

    CommitPath path(EmbeddingStore store) {
      return group
          .map(GroupMember::path)
          .orElseGet(() -> new CommitPath.PlainPath(new OutboxDrain(store, sink)));
    }
  }

  /**
   * Where images are read.
   *
   * @throws WorkerFaultException if one of the roots does not exist
   */
  ImageLocations locations() {
    return new ImageLocations(imageRoots, remoteImages);
  }

  /** The setup of an ordinary worker, with the feature cache in its own store. */
  public static WorkerSetup of(EmbeddingStore store, Outlet outlet, WorkerSettings settings) {
    return new WorkerSetup(
        Optional.of(outlet),
        settings.imageRoots(),
        settings.remoteImages(),
        FeatureCache.in(store),
        TaskConditions.ofWorker(settings.configuration(), settings.seed()),
        settings.codeVersion());
  }
}
