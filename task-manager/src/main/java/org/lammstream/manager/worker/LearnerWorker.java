package org.lammstream.manager.worker;

import ai.djl.engine.EngineException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.store.AppliedEvent;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreException;
import org.lammstream.store.TaskCommit;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.LostPartitionException;
import org.lammstream.stream.consume.RejectedDelivery;
import org.lammstream.stream.consume.RejectedDelivery.RejectedTask;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.consume.TaskProcessor;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns tasks into versions: one task, one atomic commit of version, event id, offset and result.
 *
 * <p>A fault of the event is refused with a typed reason, and its dead letter is committed with the
 * offset. A fault of the worker itself stops the worker and blames no event. Store and model belong
 * to the caller; close the worker before them, and its consumer before the worker.
 */
public final class LearnerWorker implements TaskProcessor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerWorker.class);
  private static final String NO_LEARNER = "-";
  private static final String DEAD_LETTER = "dead-letter:";

  private final EmbeddingStore store;
  private final Optional<ResultRecords> records;
  private final LammLearner learner;
  private final TaskLearning learning;
  private final CommitPath path;
  private final Optional<GroupMember> group;
  private final WorkerListener listener;

  /**
   * A worker on a stream.
   *
   * @param sink where committed results and dead letters are published
   * @throws WorkerFaultException if an image root does not exist, or the store's learners stand on
   *     another checkpoint
   */
  public LearnerWorker(
      EmbeddingStore store,
      ClipModel model,
      Topics topics,
      RecordSink sink,
      WorkerSettings settings,
      WorkerListener listener,
      Clock clock) {
    this(
        store,
        model,
        WorkerSetup.of(store, new WorkerSetup.Outlet(topics, sink), settings),
        listener,
        clock);
  }

  /**
   * A worker with everything chosen, for tasks that do not come from a stream for the first time.
   *
   * @throws WorkerFaultException if an image root does not exist, or the store's learners stand on
   *     another checkpoint
   */
  public LearnerWorker(
      EmbeddingStore store,
      ClipModel model,
      WorkerSetup setup,
      WorkerListener listener,
      Clock clock) {
    checkSameCheckpoint(store, model);
    this.store = store;
    this.records = setup.outlet().map(outlet -> new ResultRecords(outlet.topics(), clock));
    this.listener = listener;
    this.path = setup.outlet().map(outlet -> outlet.path(store)).orElse(CommitPath.SILENT);
    this.group = setup.outlet().flatMap(WorkerSetup.Outlet::group);
    this.learner = new LammLearner(model);
    this.learning = new TaskLearning(store, model, learner, setup, listener, clock);
  }

  /**
   * Label embeddings mean nothing in front of another text encoder.
   *
   * @throws WorkerFaultException if the store's learners stand on another checkpoint
   */
  public static void checkSameCheckpoint(EmbeddingStore store, ClipModel model) {
    for (String name : store.learners()) {
      int head = store.head(name).orElse(0);
      store.versions(name).stream()
          .filter(version -> version.number() == head)
          .map(version -> version.provenance())
          .filter(provenance -> !provenance.checkpointSha256().equals(model.sha256()))
          .findFirst()
          .ifPresent(
              other -> {
                throw new WorkerFaultException(
                    "learner '%s' in the store was made with checkpoint %s (sha256 %.12s), not with %s (%.12s)"
                        .formatted(
                            name,
                            other.checkpointName(),
                            other.checkpointSha256(),
                            model.name(),
                            model.sha256()));
              });
    }
  }

  /**
   * Publishes what an earlier run committed but did not get to publish.
   *
   * @throws WorkerFaultException if the broker will never take one of the records
   */
  public void publishOutbox() throws InterruptedException {
    path.tellTheRest();
  }

  @Override
  public OptionalLong resumeOffset(SourcePartition partition) {
    return store.nextOffset(partition);
  }

  @Override
  public boolean prepare(SourcePartition partition, Lease lease, Supplier<OptionalLong> committed) {
    return group.isEmpty() || group.get().prepare(partition, lease, committed);
  }

  @Override
  public Optional<String> preparation() {
    return group.flatMap(GroupMember::preparation);
  }

  @Override
  public boolean commitsOffsets() {
    return group.isPresent();
  }

  @Override
  public boolean isApplied(String learnerName, String eventId) {
    return store.isApplied(learnerName, eventId);
  }

  @Override
  public void process(TaskDelivery delivery, Lease lease)
      throws InterruptedException, RejectedEventException, LostPartitionException {
    String name = delivery.event().learner();
    if (store.isApplied(name, delivery.eventId()) || isDeadLetter(name, delivery.sourceId())) {
      passOver(name, delivery.position(), lease);
      listener.duplicateAcknowledged(delivery);
    } else {
      listener.taskStarted(delivery.event(), delivery.eventId());
      PhaseClock phases = new PhaseClock();
      TaskLearning.Learned learned = learning.learn(delivery, phases);
      commit(delivery, lease, learned, phases);
    }
  }

  private boolean isDeadLetter(String learnerName, String sourceId) {
    return isDeadLetter(store, learnerName, sourceId);
  }

  /**
   * Whether a worker of this store refused these very records, under whatever could be read of
   * them.
   *
   * @param sourceId as in {@link TaskDelivery}
   */
  public static boolean isDeadLetter(EmbeddingStore store, String learnerName, String sourceId) {
    return store.isApplied(learnerName, DEAD_LETTER + sourceId)
        || store.isApplied(NO_LEARNER, DEAD_LETTER + sourceId);
  }

  /** Moves the stored offset, and nothing else. */
  private void passOver(String name, SourcePosition position, Lease lease)
      throws InterruptedException, LostPartitionException {
    try (CommitPath.Telling telling = path.begin(name, position, lease)) {
      store.commit(
          new TaskCommit(
              Optional.empty(), Optional.empty(), position, List.of(), Map.of(), Map.of()));
      telling.tell();
    }
  }

  private void commit(
      TaskDelivery delivery, Lease lease, TaskLearning.Learned learned, PhaseClock phases)
      throws InterruptedException, LostPartitionException {
    try (CommitPath.Telling telling =
        path.begin(delivery.event().learner(), delivery.position(), lease)) {
      commit(delivery, learned, phases);
      telling.tell();
    }
  }

  private void commit(TaskDelivery delivery, TaskLearning.Learned learned, PhaseClock phases) {
    Version version = learned.version().version();
    listener.phaseProgress(Phase.COMMIT, 0, 1);
    store.commit(
        new TaskCommit(
            Optional.of(learned.version()),
            Optional.of(new AppliedEvent(version.learner(), delivery.eventId())),
            delivery.position(),
            records.map(of -> of.committed(delivery, version, learned)).stream().toList(),
            Map.of(),
            Map.of()));
    learning.committed(learned);
    phases.end(Phase.COMMIT);
    if (!store.head(version.learner()).equals(OptionalInt.of(version.number()))) {
      LOG.warn(
          "learner {}: its head was moved while version {} was learned; the next task continues the"
              + " head",
          version.learner(),
          version.number());
    }
    listener.versionCommitted(
        version, delivery.eventId(), learned.version().scores(), phases.seconds());
    learned.promotion().heldBack().ifPresent(why -> listener.versionHeldBack(version, why));
  }

  @Override
  public void reject(RejectedDelivery rejected, Lease lease)
      throws InterruptedException, LostPartitionException {
    rejected.cause().filter(LearnerWorker::isOwnFault).ifPresent(LearnerWorker::stop);
    String name = rejected.task().map(RejectedTask::learner).orElse(NO_LEARNER);
    if (rejected.task().filter(task -> store.isApplied(name, task.eventId())).isPresent()) {
      // Settled for good: whatever went wrong afterwards must not refuse what was learned.
      LOG.warn("{} is applied, no dead letter: {}", rejected.id(), rejected.rejection().message());
      passOver(name, rejected.position(), lease);
      return;
    }
    try (CommitPath.Telling telling = path.begin(name, rejected.position(), lease)) {
      refuse(rejected, name);
      telling.tell();
    }
  }

  private void refuse(RejectedDelivery rejected, String name) {
    AppliedEvent letter = new AppliedEvent(name, DEAD_LETTER + rejected.id());
    boolean known = isDeadLetter(name, rejected.id());
    store.commit(
        new TaskCommit(
            Optional.empty(),
            known ? Optional.empty() : Optional.of(letter),
            rejected.position(),
            known ? List.of() : records.map(of -> of.refused(rejected)).orElse(List.of()),
            Map.of(),
            Map.of()));
    listener.taskRejected(
        new RefusedTask(
            name,
            rejected.task().map(RejectedTask::task).orElse(""),
            rejected.task().map(RejectedTask::eventId).orElse(""),
            rejected.rejection()));
  }

  /** Whether the same event could well succeed on a healthy worker. */
  private static boolean isOwnFault(Throwable cause) {
    return cause instanceof WorkerFaultException
        || cause instanceof StoreException
        || cause instanceof IllegalStateException
        || cause instanceof EngineException
        || cause instanceof UncheckedIOException
        || cause instanceof Error;
  }

  private static void stop(Throwable cause) {
    throw cause instanceof WorkerFaultException fault
        ? fault
        : new WorkerFaultException("the worker stops: " + cause, cause);
  }

  /** The broker may be back: tries again to publish what waits. */
  @Override
  public void idle() throws InterruptedException {
    publishOutbox();
  }

  @Override
  public void close() {
    learner.close();
  }
}
