package org.lammstream.manager.replay;

import java.util.List;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.VersionSummary;

/** Hears how a replay goes on. Called on the thread that replays. */
public interface ReplayListener extends WorkerListener {
  /** The store holds these versions of an earlier attempt, and {@code left} tasks are to come. */
  default void resumed(List<VersionSummary> versions, int left) {}

  /** A version was compared with its original; those of an earlier attempt too. */
  default void checked(VersionCheck check) {}

  /** Something the user should know. */
  default void notice(String line) {}
}
