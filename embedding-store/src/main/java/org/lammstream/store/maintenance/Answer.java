package org.lammstream.store.maintenance;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.PruneResult;

/** What the process that holds the store says; the field {@code answer} names it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Answer.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = Answer.Busy.class, name = "busy"),
  @JsonSubTypes.Type(value = Answer.Done.class, name = "done"),
  @JsonSubTypes.Type(value = Answer.Pruned.class, name = "pruned"),
  @JsonSubTypes.Type(value = Answer.BackedUp.class, name = "backed-up"),
  @JsonSubTypes.Type(value = Answer.Failed.class, name = "failed")
})
sealed interface Answer {

  /** The request was understood and is being carried out; an outcome follows. */
  record Accepted() implements Answer {}

  /** Too many requests at once: this one was not read. */
  record Busy() implements Answer {}

  /** The last answer to a request. */
  sealed interface Outcome extends Answer {}

  /** Carried out; there is nothing to tell. */
  record Done() implements Outcome {}

  /** Carried out, or found out by a dry run. */
  record Pruned(
      List<Integer> pruned,
      List<Integer> kept,
      long classEntries,
      long bytesBefore,
      long bytesAfter)
      implements Outcome {

    static Pruned of(PruneResult result) {
      return new Pruned(
          result.pruned(),
          result.kept(),
          result.classEntries(),
          result.bytesBefore(),
          result.bytesAfter());
    }

    PruneResult result() {
      return new PruneResult(pruned, kept, classEntries, bytesBefore, bytesAfter);
    }
  }

  /** The backup that was made. */
  record BackedUp(int id, String createdAt, long bytes, int files) implements Outcome {

    static BackedUp of(BackupInfo info) {
      return new BackedUp(info.id(), info.createdAt().toString(), info.bytes(), info.files());
    }

    BackupInfo info() {
      return new BackupInfo(id, Instant.parse(createdAt), bytes, files);
    }
  }

  /** Not carried out, or not to the end. */
  record Failed(FailureKind kind, String message) implements Outcome {

    static Failed of(RuntimeException failure) {
      return FailureKind.describe(failure);
    }
  }
}
