package org.lammstream.stream.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.lammstream.stream.BrokerAccessException;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.codec.DeadLetter;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.record.OutgoingRecord;

/**
 * Sends records with an idempotent producer that waits for all in-sync replicas. Thread-safe.
 *
 * <p>A batch that failed may be sent again as a whole: readers recognise what comes twice by the
 * CloudEvents id.
 */
public final class RecordPublisher implements AutoCloseable {
  /** How long a batch may take where nothing else is said. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private static final int LARGEST_REQUEST = 8 << 20;

  private final KafkaConnection connection;
  private final Duration timeout;
  private final KafkaProducer<byte[], byte[]> producer;

  private RecordPublisher(
      KafkaConnection connection, Duration timeout, KafkaProducer<byte[], byte[]> producer) {
    this.connection = connection;
    this.timeout = timeout;
    this.producer = producer;
  }

  /** Opens with {@link #DEFAULT_TIMEOUT}. */
  public static RecordPublisher open(KafkaConnection connection) {
    return open(connection, DEFAULT_TIMEOUT);
  }

  /**
   * Opens a producer; the broker is asked for the first time by {@link #publish}.
   *
   * @param timeout how long one record may wait to be acknowledged
   * @throws BrokerUnreachableException if the address cannot be resolved
   * @throws BrokerAccessException if the connection's properties cannot be used
   */
  public static RecordPublisher open(KafkaConnection connection, Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    Map<String, Object> settings =
        connection.settings(
            Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "lamm-publisher",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST),
            Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                // A topic that was just made may refuse the first batches and take a later one in
                // flight; the first then come again out of sequence, and are refused for ever.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                millis,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                millis));
    try {
      return new RecordPublisher(
          connection,
          timeout,
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    } catch (KafkaException e) {
      throw KafkaFaults.spoken(connection, timeout, e);
    }
  }

  /**
   * Sends the records and returns when the broker has acknowledged all of them.
   *
   * @return where they lie, in the same order
   * @throws BrokerUnreachableException if no broker answered in time; some records may have been
   *     written
   * @throws RecordRefusedException if one of them will never be taken, with the same caution
   * @throws KafkaException for any other fault, with the same caution
   */
  public List<PublishedRecord> publish(List<OutgoingRecord> records) {
    return publish(records, ProducerRecords::of);
  }

  /**
   * Sends dead letters' originals, nulls where the originals had nulls, with the letters' places as
   * further headers {@link DeadLetters#REDRIVEN}; like {@link #publish}.
   *
   * @param topic where they go
   */
  public List<PublishedRecord> redrive(String topic, List<DeadLetter> letters) {
    Iterator<DeadLetter> originals = letters.iterator();
    return publish(
        letters.stream().map(letter -> DeadLetters.original(topic, letter)).toList(),
        record -> {
          DeadLetter letter = originals.next();
          return ProducerRecords.of(
              record, OptionalInt.empty(), letter.key().orElse(null), letter.value().orElse(null));
        });
  }

  private List<PublishedRecord> publish(
      List<OutgoingRecord> records,
      Function<OutgoingRecord, ProducerRecord<byte[], byte[]>> kafka) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (OutgoingRecord record : records) {
      try {
        sent.add(producer.send(kafka.apply(record)));
      } catch (KafkaException e) {
        throw translate(e, record);
      }
    }
    List<PublishedRecord> places = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      places.add(await(sent.get(i), records.get(i)));
    }
    return places;
  }

  private PublishedRecord await(Future<RecordMetadata> sent, OutgoingRecord record) {
    try {
      RecordMetadata place = sent.get();
      return new PublishedRecord(place.topic(), place.partition(), place.offset());
    } catch (InterruptedException e) {
      throw new InterruptException(e); // restores the interrupt flag
    } catch (ExecutionException e) {
      throw translate(
          e.getCause() instanceof KafkaException fault ? fault : new KafkaException(e), record);
    }
  }

  private RuntimeException translate(KafkaException fault, OutgoingRecord record) {
    if (KafkaFaults.isUnreachable(fault)) {
      return KafkaFaults.unreachable(connection, timeout, fault);
    }
    return KafkaFaults.isRefusal(fault) ? new RecordRefusedException(record, fault) : fault;
  }

  /** What the producer measures about itself. */
  public List<ClientMetric> clientMetrics() {
    return ClientMetric.all(producer.metrics());
  }

  /** Waits a moment for what is still being sent, then closes. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
