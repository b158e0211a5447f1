package org.lammstream.stream.share;

import java.util.List;
import java.util.OptionalLong;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;

/** Where what other workers tell is kept. Called on the follower's thread. */
public interface SharedTarget {
  /** Where reading of a partition of the versions topic goes on; empty to begin at its start. */
  OptionalLong position(SourcePartition partition);

  /**
   * Keeps a value at once that will show only with its commit, because it is large.
   *
   * @return false if it has to come with its commit, because it shows or another one is in its
   *     place
   */
  boolean stage(SharedValue value);

  /**
   * Keeps a commit.
   *
   * @param values what the commit consists of beside staged values
   * @param readUpTo where the commit was read, and where reading goes on
   */
  void adopt(SharedCommit commit, List<SharedValue> values, SourcePosition readUpTo);
}
