package org.lammstream.manager.worker;

import java.util.List;
import org.lammstream.stream.record.OutgoingRecord;

/** Where committed results and dead letters go. */
@FunctionalInterface
public interface RecordSink {
  /**
   * Returns when the broker has all of them; throws if it has not.
   *
   * @throws org.lammstream.stream.publish.RecordRefusedException if it will never take one of them
   */
  void publish(List<OutgoingRecord> records) throws InterruptedException;
}
