package org.lammstream.manager.api;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.store.EmbeddingStore;

/**
 * Notices moved aliases and heads and tells of them, whoever moved them: a client of this API,
 * another process through the store's control socket, or a commit. Thread-safe.
 */
final class PointerWatch {
  private final EmbeddingStore store;
  private final EventLog events;
  private final Map<String, Pointers> seen = new HashMap<>();

  private record Pointers(OptionalInt head, Map<String, Integer> aliases) {}

  /** What is there now is nothing new. */
  PointerWatch(EmbeddingStore store, EventLog events) {
    this.store = store;
    this.events = events;
    for (String learner : store.learners()) {
      seen.put(learner, pointers(learner));
    }
  }

  private Pointers pointers(String learner) {
    return new Pointers(store.head(learner), Map.copyOf(store.aliases(learner)));
  }

  /** Compares with the last look; a few reads per learner. */
  synchronized void look() {
    for (String learner : store.learners()) {
      Pointers now = pointers(learner);
      Pointers before = seen.put(learner, now);
      if (now.equals(before)) {
        continue;
      }
      Map<String, Integer> old = before == null ? Map.of() : before.aliases();
      Set<String> names = new HashSet<>(old.keySet());
      names.addAll(now.aliases().keySet());
      names.stream()
          .sorted()
          .filter(name -> !Objects.equals(old.get(name), now.aliases().get(name)))
          .forEach(name -> tell(learner, name, now.aliases().get(name)));
      if (before != null && !before.head().equals(now.head())) {
        events.publish("learner-updated", Map.of("learner", learner));
      }
    }
  }

  private void tell(
      String learner, String alias, @org.jspecify.annotations.Nullable Integer version) {
    Map<String, Object> data = new HashMap<>();
    data.put("learner", learner);
    data.put("alias", alias);
    data.put("version", version); // null: the alias is gone
    events.publish("alias-moved", data);
  }
}
