package org.lammstream.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * A learner as stored.
 *
 * @param head version that the next task continues; 0 before the first
 * @param last highest number that a version of the learner ever had
 * @param nextClassId id for the next class; ids are never used twice
 * @param aliases names for versions
 */
record LearnerRecord(int head, int last, int nextClassId, Map<String, Integer> aliases) {

  static final LearnerRecord NEW = new LearnerRecord(0, 0, 0, Map.of());

  LearnerRecord {
    aliases = Map.copyOf(aliases);
  }

  LearnerRecord withAliases(Map<String, Integer> changes) {
    Map<String, Integer> all = new TreeMap<>(aliases);
    all.putAll(changes);
    return new LearnerRecord(head, last, nextClassId, all);
  }

  LearnerRecord withoutAlias(String name) {
    Map<String, Integer> others = new TreeMap<>(aliases);
    others.remove(name);
    return new LearnerRecord(head, last, nextClassId, others);
  }

  LearnerRecord withHead(int number) {
    return new LearnerRecord(number, last, nextClassId, aliases);
  }
}
