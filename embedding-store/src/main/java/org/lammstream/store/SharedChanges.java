package org.lammstream.store;

import java.util.List;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePosition;

/**
 * What another store, or this one earlier, has told of a learner: one commit, or several of which
 * later ones have replaced some values.
 *
 * @param learner whose values they are
 * @param origin {@link EmbeddingStore#id} of the store that told
 * @param source where the last of the tasks stood; empty for what a person did
 * @param claimed whether the task was the teller's, as the broker confirmed
 * @param values all that changed but what {@link EmbeddingStore#stage} has taken
 * @param readUpTo where this was read, and where reading goes on
 */
public record SharedChanges(
    String learner,
    long origin,
    Optional<SourcePosition> source,
    boolean claimed,
    List<ChangedValue> values,
    SourcePosition readUpTo) {

  /** Copies the list. */
  public SharedChanges {
    values = List.copyOf(values);
  }
}
