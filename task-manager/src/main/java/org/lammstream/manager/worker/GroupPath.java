package org.lammstream.manager.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.lammstream.store.ChangeNotice;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.OutboxEntry;
import org.lammstream.store.OutboxGroup;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.LostPartitionException;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.publish.GroupPublisher;
import org.lammstream.stream.publish.GroupPublisher.Transaction;
import org.lammstream.stream.publish.RecordRefusedException;
import org.lammstream.stream.publish.TransactionFailedException;
import org.lammstream.stream.record.OutgoingRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits as a member of a group. The broker first confirms that the task's partition is ours; then
 * comes the store's batch; then versions, results and the task's offset become visible in one
 * transaction. A worker that has lost the partition fails at the first step, and one that loses it
 * behind that step at the last: what its store has too much then gives way to what the new owner
 * tells ({@link org.lammstream.store.StoreSharing#adopt}).
 */
final class GroupPath implements CommitPath {
  private static final Logger LOG = LoggerFactory.getLogger(GroupPath.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final EmbeddingStore store;
  private final GroupPublisher publisher;
  private final SharedVersions shared;
  private final UnaryOperator<RecordSink> around;
  private final Map<SourcePartition, Lease> leases = new ConcurrentHashMap<>();
  private boolean isUncertain = true;
  private long uncertain;

  GroupPath(
      EmbeddingStore store,
      GroupPublisher publisher,
      SharedVersions shared,
      UnaryOperator<RecordSink> around) {
    this.store = store;
    this.publisher = publisher;
    this.shared = shared;
    this.around = around;
  }

  /** From now on what waits for this partition can be told. Called by any thread. */
  void own(SourcePartition partition, Lease lease) {
    leases.put(partition, lease);
  }

  @Override
  public Telling begin(String learner, SourcePosition position, Lease lease)
      throws LostPartitionException, InterruptedException {
    long pause = FIRST_PAUSE.toMillis();
    while (true) {
      try {
        tellTheRest();
        if (!isUncertain && !isWaiting(learner, position.partition())) {
          return new Told(position, lease, publisher.begin(Optional.of(position), lease));
        }
        LOG.debug("{}: earlier commits come first", position);
      } catch (WorkerFaultException e) {
        throw e;
      } catch (RuntimeException e) {
        if (!isPassing(e)) {
          throw new WorkerFaultException("the worker stops: " + KafkaFaults.oneLine(e), e);
        }
        LOG.warn("{} waits to be committed: {}", position, KafkaFaults.oneLine(e));
        isUncertain = true;
      }
      TimeUnit.MILLISECONDS.sleep(pause);
      lease.check();
      pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
    }
  }

  private static boolean isPassing(RuntimeException e) {
    return KafkaFaults.isUnreachable(e) || e instanceof TransactionFailedException;
  }

  /** Whether something is still to be told that must come before. */
  private boolean isWaiting(String learner, SourcePartition partition) {
    return OutboxGroup.of(store.outbox(Integer.MAX_VALUE)).stream()
        .anyMatch(
            group ->
                group.isUnclaimed()
                    ? group.notice().filter(of -> of.learner().equals(learner)).isPresent()
                    : group.source().filter(at -> at.partition().equals(partition)).isPresent());
  }

  @Override
  public void tellTheRest() throws InterruptedException {
    if (isUncertain) {
      // What failed to be told may have been told nevertheless; once it is certain, reading shows
      // it.
      if (!settle()) {
        return;
      }
      uncertain = shared.ask();
      isUncertain = false;
    }
    if (!shared.hasRead(uncertain)) {
      return;
    }
    shared.announceAll();
    for (OutboxGroup group : OutboxGroup.of(store.outbox(Integer.MAX_VALUE))) {
      Optional<Lease> lease =
          group.isUnclaimed()
              ? Optional.of(Lease.unshared())
              : group.source().map(at -> leases.get(at.partition()));
      if (lease.isPresent() && !lease.get().isLost() && !tellLater(group, lease.get())) {
        return;
      }
    }
  }

  private boolean settle() {
    try {
      publisher.settle();
      return true;
    } catch (RuntimeException e) {
      if (!isPassing(e)) {
        throw e;
      }
      LOG.debug("not settled yet", e);
      return false;
    }
  }

  private boolean tellLater(OutboxGroup group, Lease lease) throws InterruptedException {
    try (Transaction transaction = publisher.begin(group.source(), lease)) {
      tell(group, transaction);
      return true;
    } catch (LostPartitionException e) {
      LOG.info("what waits of {} is not told: {}", group.source(), e.getMessage());
      return true;
    } catch (RecordRefusedException e) {
      throw fault(e);
    } catch (RuntimeException e) {
      later(e);
      return false;
    }
  }

  private void tell(OutboxGroup group, Transaction transaction)
      throws LostPartitionException, InterruptedException {
    List<OutgoingRecord> results = group.results().stream().map(OutboxEntry::record).toList();
    List<LostPartitionException> lost = new ArrayList<>();
    around
        .apply(
            records -> {
              try {
                group.notice().ifPresent(notice -> send(notice, transaction));
                records.forEach(record -> transaction.send(record, OptionalInt.empty()));
                transaction.commit();
              } catch (LostPartitionException e) {
                lost.add(e);
              }
            })
        .publish(results);
    if (!lost.isEmpty()) {
      throw lost.get(0);
    }
    store.clearOutbox(group.entries());
  }

  private void send(ChangeNotice notice, Transaction transaction) {
    OptionalInt partition = shared.partition(notice.learner(), transaction::partitions);
    shared.records(notice, record -> transaction.send(record, partition));
  }

  private void later(RuntimeException fault) {
    LOG.warn("results wait in the outbox, publishing failed: {}", KafkaFaults.oneLine(fault));
    isUncertain = true;
  }

  private static WorkerFaultException fault(RecordRefusedException e) {
    return new WorkerFaultException(
        "the worker stops: " + e.getMessage() + "; it stays in the store's outbox", e);
  }

  /** A task whose transaction is open. */
  private final class Told implements Telling {
    private final SourcePosition position;
    private final Lease lease;
    private final Transaction transaction;

    Told(SourcePosition position, Lease lease, Transaction transaction) {
      this.position = position;
      this.lease = lease;
      this.transaction = transaction;
    }

    @Override
    public void tell() throws LostPartitionException, InterruptedException {
      try {
        for (OutboxGroup group : OutboxGroup.of(store.outbox(Integer.MAX_VALUE))) {
          if (group.source().filter(position::equals).isPresent()) {
            GroupPath.this.tell(group, transaction);
          }
        }
      } catch (RecordRefusedException e) {
        throw fault(e);
      } catch (RuntimeException e) {
        later(e);
        lease.check(); // most likely the interruption in disguise
      }
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
