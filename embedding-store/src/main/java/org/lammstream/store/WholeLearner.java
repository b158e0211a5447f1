package org.lammstream.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.stream.record.OutgoingRecord;

/** Names every value of a learner. */
final class WholeLearner {
  private final View view;
  private final String learner;

  WholeLearner(View view, String learner) {
    this.view = view;
    this.learner = learner;
  }

  OutgoingRecord notice() {
    List<ValueAddress> all = new ArrayList<>();
    byte[] key = Keys.learner(learner);
    for (ColumnFamily family : ChangedValue.SHARED) {
      if (family != ColumnFamily.LEARNERS) {
        add(family, key, all);
      }
    }
    Optional<ChangedValue> head =
        Optional.ofNullable(view.raw(ColumnFamily.LEARNERS, key))
            .map(value -> ChangedValue.of(ColumnFamily.LEARNERS, key, value));
    return new ChangeNotice(learner, Optional.empty(), all, head).toRecord();
  }

  private void add(ColumnFamily family, byte[] prefix, List<ValueAddress> all) {
    try (Cursor cursor = view.cursor(family)) {
      for (boolean more = cursor.seek(prefix);
          more && Keys.startsWith(cursor.key(), prefix);
          more = cursor.next()) {
        all.add(new ValueAddress(family.familyName(), cursor.key()));
      }
    }
  }
}
