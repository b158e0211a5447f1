package org.lammstream.stream.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.codec.ResultMessage;
import org.lammstream.stream.codec.StatusEvents;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads results as they come. Status events are passed over; other records that are no results this
 * code knows are logged and skipped. Not thread-safe.
 */
public final class ResultReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResultReader.class);

  private final TopicReader reader;

  private ResultReader(TopicReader reader) {
    this.reader = reader;
  }

  /**
   * Reads all results that still exist, then new ones.
   *
   * @throws BrokerUnreachableException if no broker answers
   */
  public static ResultReader fromBeginning(KafkaConnection connection, Topics topics) {
    return new ResultReader(TopicReader.fromBeginning(connection, topics.results()));
  }

  /**
   * Reads results that come from now on.
   *
   * @throws BrokerUnreachableException if no broker answers
   */
  public static ResultReader fromEnd(KafkaConnection connection, Topics topics) {
    return new ResultReader(TopicReader.fromEnd(connection, topics.results()));
  }

  /** The next results, waiting this long at most for the first; may be empty. */
  public List<ResultMessage> poll(Duration patience) {
    List<ResultMessage> results = new ArrayList<>();
    for (RawRecord record : reader.poll(patience)) {
      if (StatusEvents.isStatus(record)) {
        continue;
      }
      try {
        results.add(ResultEvents.read(record));
      } catch (RejectedEventException e) {
        LOG.warn("{} is no result: {}", record, e.getMessage());
      }
    }
    return results;
  }

  @Override
  public void close() {
    reader.close();
  }
}
