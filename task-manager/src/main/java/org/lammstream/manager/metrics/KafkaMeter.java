package org.lammstream.manager.metrics;

import static org.lammstream.manager.metrics.MeterSpec.counter;
import static org.lammstream.manager.metrics.MeterSpec.gauge;

import java.util.List;
import org.lammstream.stream.ClientMetric;

/**
 * What is passed on of the two or three hundred numbers that Kafka's clients measure about
 * themselves: those of a whole client, in base units, under names that say what they are.
 */
enum KafkaMeter implements Described {
  CONSUMED_RECORDS(
      counter(
          "lamm.kafka.consumer.records", "records", "Records that the worker's consumer has read."),
      "consumer-fetch-manager-metrics",
      "records-consumed-total",
      1),
  CONSUMED_BYTES(
      counter(
          "lamm.kafka.consumer.read",
          "bytes",
          "Bytes of records that the worker's consumer has read."),
      "consumer-fetch-manager-metrics",
      "bytes-consumed-total",
      1),
  FETCH_LATENCY(
      gauge(
          "lamm.kafka.consumer.fetch.latency", "seconds", "Mean time of a fetch request of late."),
      "consumer-fetch-manager-metrics",
      "fetch-latency-avg",
      1e-3),
  HEARTBEAT_AGE(
      gauge(
          "lamm.kafka.consumer.heartbeat.age",
          "seconds",
          "How long ago the group's coordinator last heard of the worker."),
      "consumer-coordinator-metrics",
      "last-heartbeat-seconds-ago",
      1),
  REBALANCES(
      counter(
          "lamm.kafka.consumer.rebalances",
          "",
          "Rebalances of the consumer group that the worker took part in."),
      "consumer-coordinator-metrics",
      "rebalance-total",
      1),
  FAILED_REBALANCES(
      counter("lamm.kafka.consumer.rebalances.failed", "", "Rebalances that failed."),
      "consumer-coordinator-metrics",
      "failed-rebalance-total",
      1),
  POLL_INTERVAL(
      gauge(
          "lamm.kafka.consumer.poll.interval",
          "seconds",
          "Longest time between two polls of late; beyond max.poll.interval.ms the worker leaves"
              + " its group."),
      "consumer-metrics",
      "time-between-poll-max",
      1e-3),
  POLL_IDLE(
      gauge(
          "lamm.kafka.consumer.poll.idle",
          "ratio",
          "Share of the poll thread's time spent waiting for records."),
      "consumer-metrics",
      "poll-idle-ratio-avg",
      1),
  CONSUMER_CONNECTIONS(
      gauge("lamm.kafka.consumer.connections", "", "Open connections of the consumer."),
      "consumer-metrics",
      "connection-count",
      1),
  SENT_RECORDS(
      counter("lamm.kafka.producer.records", "records", "Results and dead letters sent."),
      "producer-metrics",
      "record-send-total",
      1),
  SENT_BYTES(
      counter("lamm.kafka.producer.sent", "bytes", "Bytes sent by the producer."),
      "producer-metrics",
      "outgoing-byte-total",
      1),
  SEND_ERRORS(
      counter("lamm.kafka.producer.errors", "", "Records that could not be sent."),
      "producer-metrics",
      "record-error-total",
      1),
  SEND_RETRIES(
      counter("lamm.kafka.producer.retries", "", "Records that were sent again."),
      "producer-metrics",
      "record-retry-total",
      1),
  REQUEST_LATENCY(
      gauge(
          "lamm.kafka.producer.request.latency",
          "seconds",
          "Mean time of a produce request of late."),
      "producer-metrics",
      "request-latency-avg",
      1e-3),
  QUEUE_TIME(
      gauge(
          "lamm.kafka.producer.queue.time",
          "seconds",
          "Mean time that records waited in the producer of late."),
      "producer-metrics",
      "record-queue-time-avg",
      1e-3),
  PRODUCER_CONNECTIONS(
      gauge("lamm.kafka.producer.connections", "", "Open connections of the producer."),
      "producer-metrics",
      "connection-count",
      1);

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and List.of
  private final MeterSpec spec;

  private final String group;
  private final String kafkaName;
  private final double factor;

  KafkaMeter(MeterSpec spec, String group, String kafkaName, double factor) {
    this.spec = spec;
    this.group = group;
    this.kafkaName = kafkaName;
    this.factor = factor;
  }

  @Override
  public MeterSpec spec() {
    return spec;
  }

  /** Kafka's name, for those who know it. */
  String kafkaName() {
    return group + "/" + kafkaName;
  }

  /** The value of this meter in what a client says; not a number if it says nothing of it. */
  double value(List<ClientMetric> metrics) {
    for (ClientMetric metric : metrics) {
      // Numbers of one node or topic have further tags beside the client's id.
      if (metric.name().equals(kafkaName)
          && metric.group().equals(group)
          && metric.tags().size() == 1) {
        return factor * metric.value();
      }
    }
    return Double.NaN;
  }
}
