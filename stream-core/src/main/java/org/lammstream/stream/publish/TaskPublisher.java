package org.lammstream.stream.publish;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.TaskRules;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.Topics;

/**
 * Publishes tasks, in parts where one is larger than a message. Thread-safe; owns its producer.
 *
 * <p>The size of a message follows the property {@code max.request.size} of the connection, and
 * stays under the broker's default limit where that is not set.
 */
public final class TaskPublisher implements AutoCloseable {
  private static final int UNDER_BROKER_DEFAULT = 1_000_000; // message.max.bytes is 1,048,588

  private final Topics topics;
  private final Clock clock;
  private final int messageBytes;
  private final RecordPublisher records;

  private TaskPublisher(Topics topics, Clock clock, int messageBytes, RecordPublisher records) {
    this.topics = topics;
    this.clock = clock;
    this.messageBytes = messageBytes;
    this.records = records;
  }

  /** Opens with the system's clock; the broker is asked for the first time by publishing. */
  public static TaskPublisher open(KafkaConnection connection, Topics topics) {
    return open(connection, topics, Clock.systemUTC());
  }

  /**
   * Opens a publisher.
   *
   * @param clock gives the events' times
   * @throws BrokerUnreachableException if the address cannot be resolved
   * @throws IllegalArgumentException if {@code max.request.size} is no usable number
   */
  public static TaskPublisher open(KafkaConnection connection, Topics topics, Clock clock) {
    int bytes = messageBytes(connection);
    return new TaskPublisher(topics, clock, bytes, RecordPublisher.open(connection));
  }

  private static int messageBytes(KafkaConnection connection) {
    String name = ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
    Optional<String> stated = Optional.ofNullable(connection.properties().get(name));
    int bytes = stated.map(Integer::parseInt).orElse(UNDER_BROKER_DEFAULT);
    if (bytes < 4096) {
      throw new IllegalArgumentException(name + " is less than 4096: " + bytes);
    }
    return bytes;
  }

  /** Publishes under a random event id. */
  public PublishedTask publish(TaskEvent event) throws RejectedEventException {
    return publish(event, EventStamp.random(clock.instant()));
  }

  /** Publishes under this event id; publishing the same id again gives no second version. */
  public PublishedTask publish(TaskEvent event, String eventId) throws RejectedEventException {
    return publish(event, EventStamp.of(eventId, clock.instant()));
  }

  /**
   * Publishes a task and returns when the broker has acknowledged it.
   *
   * @throws RejectedEventException if the task breaks {@link TaskRules}; nothing was sent
   * @throws BrokerUnreachableException if no broker answered in time
   */
  public PublishedTask publish(TaskEvent event, EventStamp stamp) throws RejectedEventException {
    Optional<Rejection> broken = TaskRules.check(event);
    if (broken.isPresent()) {
      throw new RejectedEventException(broken.get());
    }
    List<OutgoingRecord> parts = TaskEvents.toRecords(topics.tasks(), event, stamp, messageBytes);
    return new PublishedTask(stamp.id(), records.publish(parts));
  }

  @Override
  public void close() {
    records.close();
  }
}
