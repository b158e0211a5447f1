package org.lammstream.evaluation.stored;

import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.stream.event.HeldBack;

/** Whether a new version becomes champion, the version that predictions come from. */
public sealed interface Promotion {

  /**
   * It does.
   *
   * @param served number of the version whose place it takes; empty for a learner's first version
   */
  record Granted(OptionalInt served) implements Promotion {}

  /** It does not, since it would lose too much: the version that is served stays champion. */
  record Refused(HeldBack why) implements Promotion {}

  /** The champion was put elsewhere by hand, or is on another branch, and stays there. */
  record Elsewhere() implements Promotion {}

  /** Whether it does. */
  default boolean isGranted() {
    return this instanceof Granted;
  }

  /** The version whose place it takes; empty if there is none, or it takes none. */
  default OptionalInt supersedes() {
    return this instanceof Granted granted ? granted.served() : OptionalInt.empty();
  }

  /** Why it was held back, if it was. */
  default Optional<HeldBack> heldBack() {
    return this instanceof Refused refused ? Optional.of(refused.why()) : Optional.empty();
  }
}
