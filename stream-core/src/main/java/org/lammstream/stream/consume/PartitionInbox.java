package org.lammstream.stream.consume;

import static org.lammstream.stream.event.Rejection.Reason.INCOMPLETE_TASK;
import static org.lammstream.stream.event.Rejection.Reason.MALFORMED_EVENT;
import static org.lammstream.stream.event.Rejection.Reason.TASK_TOO_LARGE;
import static org.lammstream.stream.event.Rejection.Stage.ASSEMBLE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.codec.TaskMessage;
import org.lammstream.stream.codec.TaskMessage.Part;
import org.lammstream.stream.codec.TaskMessage.Whole;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.record.RawRecord;

/**
 * Turns the records of one partition, in order, into work: whole tasks, assembled tasks and faults.
 * Memory is bounded by {@link AssemblyLimits}. Not thread-safe.
 */
final class PartitionInbox {
  private static final int REMEMBERED = 1024;

  private final SourcePartition partition;
  private final AssemblyLimits limits;
  private final BiPredicate<String, String> isApplied;
  private final Map<Assembly.Key, Assembly> open = new LinkedHashMap<>();
  private final Set<Assembly.Key> handedOn = recent();
  private long openBytes;
  private long next;

  PartitionInbox(
      SourcePartition partition,
      long firstOffset,
      AssemblyLimits limits,
      BiPredicate<String, String> isApplied) {
    this.partition = partition;
    this.next = firstOffset;
    this.limits = limits;
    this.isApplied = isApplied;
  }

  private static Set<Assembly.Key> recent() {
    return Collections.newSetFromMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Assembly.Key, Boolean> eldest) {
            return size() > REMEMBERED;
          }
        });
  }

  /** Where a restart begins if all work handed out so far is done. */
  long resumeOffset() {
    return open.values().stream()
        .filter(assembly -> !assembly.again())
        .mapToLong(Assembly::firstOffset)
        .reduce(next, Math::min);
  }

  /** Parts of this work's task that come from now on are those of another try. */
  void forget(Work refused) {
    if (refused.content() instanceof Work.Joined joined) {
      handedOn.remove(Assembly.Key.of(joined.parts().get(0)));
    }
  }

  /** Takes the next record; gives the work that can be done now, in order. */
  List<Work> accept(RawRecord record, Instant now) {
    next = record.offset() + 1;
    List<Draft> drafts = new ArrayList<>();
    try {
      TaskMessage message = TaskEvents.read(record);
      if (message instanceof Whole whole) {
        drafts.add(Draft.of(record, new Work.Single(whole)));
      } else if (message instanceof Part part) {
        accept(part, record, now, drafts);
      }
    } catch (RejectedEventException e) {
      drafts.add(Draft.of(record, new Work.Faulty(e, Optional.empty())));
    }
    return finish(drafts);
  }

  private void accept(Part part, RawRecord record, Instant now, List<Draft> drafts)
      throws RejectedEventException {
    if (part.totalBytes() > limits.maxTaskBytes()) {
      String what = part.totalBytes() + " bytes, allowed are " + limits.maxTaskBytes();
      throw fault(TASK_TOO_LARGE, "task '" + part.task() + "' has " + what);
    }
    Assembly.Key key = Assembly.Key.of(part);
    Assembly known = open.get(key);
    if (known == null && isApplied.test(part.learner(), part.eventId())) {
      return; // a stray duplicate of a task that is done
    }
    Assembly assembly =
        known == null ? new Assembly(part, record.offset(), handedOn.contains(key)) : known;
    if (assembly.overflows(part)) {
      throw fault(MALFORMED_EVENT, "the parts have more bytes than announced");
    }
    if (known == null) {
      makeRoom(open.size() >= limits.maxOpenTasks(), part.totalBytes(), key, drafts);
      open.put(key, assembly);
      openBytes += key.totalBytes();
    }
    assembly.add(part, record, now);
    if (assembly.isComplete()) {
      remove(assembly);
      handedOn.add(key);
      drafts.add(
          new Draft(assembly.records(), new Work.Joined(assembly.parts(), assembly.names())));
    }
  }

  /** Gives up open tasks, the oldest first, until another one of this size has room. */
  private void makeRoom(boolean full, long bytes, Assembly.Key key, List<Draft> drafts) {
    boolean tooMany = full;
    while (!open.isEmpty() && (tooMany || openBytes + bytes > limits.maxOpenBytes())) {
      Assembly victim =
          open.values().stream()
              .min(
                  Comparator.comparing((Assembly one) -> !one.again())
                      .thenComparing(Assembly::firstOffset))
              .orElseThrow();
      giveUp(victim, "there was no room to wait longer beside task " + key.eventId(), drafts);
      tooMany = false;
    }
  }

  /** Gives up tasks whose missing parts are overdue; to be called when all records are read. */
  List<Work> expire(Instant now) {
    Instant limit = now.minus(limits.patience());
    List<Draft> drafts = new ArrayList<>();
    for (Assembly assembly : List.copyOf(open.values())) {
      if (assembly.lastSeen().isBefore(limit)) {
        giveUp(assembly, "waited for them for " + words(limits.patience()), drafts);
      }
    }
    return finish(drafts);
  }

  private static String words(Duration patience) {
    return patience.toSeconds() > 0 ? patience.toSeconds() + " s" : patience.toMillis() + " ms";
  }

  private void giveUp(Assembly assembly, String why, List<Draft> drafts) {
    remove(assembly);
    if (assembly.again()) {
      return; // only stray duplicates
    }
    String missing = assembly.missing() + " never came: ";
    drafts.add(
        new Draft(
            assembly.records(),
            new Work.Faulty(fault(INCOMPLETE_TASK, missing + why), Optional.of(assembly.names()))));
  }

  private void remove(Assembly assembly) {
    open.remove(assembly.key());
    openBytes -= assembly.key().totalBytes();
  }

  /** Adds the positions: none may be behind a record that a later piece of work still needs. */
  private List<Work> finish(List<Draft> drafts) {
    List<Work> works = new ArrayList<>();
    long resume = resumeOffset();
    for (int i = drafts.size() - 1; i >= 0; i--) {
      List<RawRecord> records = drafts.get(i).records();
      long last = records.get(records.size() - 1).offset();
      works.add(
          new Work(new SourcePosition(partition, last, resume), records, drafts.get(i).content()));
      resume = Math.min(resume, records.get(0).offset());
    }
    Collections.reverse(works);
    return works;
  }

  private static RejectedEventException fault(Rejection.Reason reason, String message) {
    return new RejectedEventException(reason, ASSEMBLE, message);
  }

  /** Work without its position. */
  private record Draft(List<RawRecord> records, Work.Content content) {
    static Draft of(RawRecord record, Work.Content content) {
      return new Draft(List.of(record), content);
    }
  }
}
