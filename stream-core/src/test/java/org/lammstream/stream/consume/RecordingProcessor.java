package org.lammstream.stream.consume;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lammstream.stream.event.RejectedEventException;

/** A processor whose store is memory; it outlives consumers as a store would. */
class RecordingProcessor implements TaskProcessor {
  /** What is to happen inside {@link #process}. */
  interface Training {
    void run(TaskDelivery delivery) throws InterruptedException, RejectedEventException;
  }

  final List<TaskDelivery> delivered = new CopyOnWriteArrayList<>();
  final List<RejectedDelivery> rejected = new CopyOnWriteArrayList<>();
  final List<SourcePartition> asked = new CopyOnWriteArrayList<>();
  final Set<String> threads = ConcurrentHashMap.newKeySet();
  final Map<SourcePartition, Long> offsets = new ConcurrentHashMap<>();
  volatile Training training = delivery -> {};
  volatile Runnable idling = () -> {};

  List<String> tasks() {
    return delivered.stream().map(delivery -> delivery.event().task()).toList();
  }

  @Override
  public OptionalLong resumeOffset(SourcePartition partition) {
    asked.add(partition);
    Long offset = offsets.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  @Override
  public void process(TaskDelivery delivery, Lease lease)
      throws InterruptedException, RejectedEventException {
    threads.add(Thread.currentThread().getName());
    training.run(delivery);
    delivered.add(delivery);
    offsets.put(delivery.position().partition(), delivery.position().resumeOffset());
  }

  @Override
  public void reject(RejectedDelivery delivery, Lease lease) {
    threads.add(Thread.currentThread().getName());
    rejected.add(delivery);
    offsets.put(delivery.position().partition(), delivery.position().resumeOffset());
  }

  @Override
  public void idle() {
    threads.add(Thread.currentThread().getName());
    idling.run();
  }
}
