package org.lammstream.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves what points to versions: the head and the aliases. One small value, whatever the size. */
final class PointerWriter {

  private final StoreReader reader;
  private final Batch batch;
  private final String learner;
  private final OutboxWriter outbox;

  PointerWriter(View view, Batch batch, String learner, OutboxWriter outbox) {
    this.reader = new StoreReader(view);
    this.batch = batch;
    this.learner = learner;
    this.outbox = outbox;
  }

  void rollback(int number, boolean moveHead) {
    LearnerRecord record = target(number).withAliases(Map.of(Aliases.CHAMPION, number));
    put(moveHead ? record.withHead(number) : record);
  }

  void moveHead(int number) {
    put(target(number).withHead(number));
  }

  void setAlias(String name, int number) {
    put(target(number).withAliases(Map.of(Aliases.checked(name), number)));
  }

  void removeAlias(String name) {
    LearnerRecord record = reader.knownLearner(learner);
    if (!record.aliases().containsKey(name)) {
      throw new Refusals(reader).unknownAlias(learner, name);
    }
    put(record.withoutAlias(name));
  }

  /** The learner's record, if it has the version with its embeddings. */
  private LearnerRecord target(int number) {
    reader.readableRecord(learner, number);
    return reader.knownLearner(learner);
  }

  private void put(LearnerRecord record) {
    batch.put(ColumnFamily.LEARNERS, Keys.learner(learner), Codecs.LEARNER, record);
    outbox.add(learner, Optional.empty(), List.of());
  }
}
