package org.lammstream.store.maintenance;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.store.PruneRule;

/** What a client may ask for, as it goes over the wire; the field {@code request} names it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Request.Rollback.class, name = "rollback"),
  @JsonSubTypes.Type(value = Request.MoveHead.class, name = "move-head"),
  @JsonSubTypes.Type(value = Request.SetAlias.class, name = "set-alias"),
  @JsonSubTypes.Type(value = Request.RemoveAlias.class, name = "remove-alias"),
  @JsonSubTypes.Type(value = Request.Prune.class, name = "prune"),
  @JsonSubTypes.Type(value = Request.Backup.class, name = "backup")
})
sealed interface Request {

  /** Carries the request out. */
  Answer.Outcome apply(StoreMaintenance store);

  /** Moves the champion, and the head if asked to. */
  record Rollback(String learner, int number, boolean moveHead) implements Request {
    @Override
    public Answer.Outcome apply(StoreMaintenance store) {
      store.rollback(learner, number, moveHead);
      return new Answer.Done();
    }
  }

  /** Moves the head. */
  record MoveHead(String learner, int number) implements Request {
    @Override
    public Answer.Outcome apply(StoreMaintenance store) {
      store.moveHead(learner, number);
      return new Answer.Done();
    }
  }

  /** Makes or moves an alias. */
  record SetAlias(String learner, String name, int number) implements Request {
    @Override
    public Answer.Outcome apply(StoreMaintenance store) {
      store.setAlias(learner, name, number);
      return new Answer.Done();
    }
  }

  /** Removes an alias. */
  record RemoveAlias(String learner, String name) implements Request {
    @Override
    public Answer.Outcome apply(StoreMaintenance store) {
      store.removeAlias(learner, name);
      return new Answer.Done();
    }
  }

  /**
   * Removes embeddings by a rule.
   *
   * @param olderThanMillis -1 = not given
   * @param keepLast 0 = not given
   * @param keepEvery 0 = not given
   */
  record Prune(String learner, long olderThanMillis, int keepLast, int keepEvery, boolean dryRun)
      implements Request {

    static Prune of(String learner, PruneRule rule, boolean dryRun) {
      return new Prune(
          learner,
          rule.olderThan().map(Duration::toMillis).orElse(-1L),
          rule.keepLast().orElse(0),
          rule.keepEvery().orElse(0),
          dryRun);
    }

    PruneRule rule() {
      return new PruneRule(
          olderThanMillis == -1
              ? Optional.empty()
              : Optional.of(Duration.ofMillis(olderThanMillis)),
          keepLast == 0 ? OptionalInt.empty() : OptionalInt.of(keepLast),
          keepEvery == 0 ? OptionalInt.empty() : OptionalInt.of(keepEvery));
    }

    @Override
    public Answer.Outcome apply(StoreMaintenance store) {
      return Answer.Pruned.of(store.prune(learner, rule(), dryRun));
    }
  }

  /**
   * Makes a backup.
   *
   * @param directory absolute path
   */
  record Backup(String directory, int keep) implements Request {
    @Override
    public Answer.Outcome apply(StoreMaintenance store) {
      return Answer.BackedUp.of(store.backup(Path.of(directory), keep));
    }
  }
}
