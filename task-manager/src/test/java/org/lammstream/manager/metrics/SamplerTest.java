package org.lammstream.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Instruments instruments = new Instruments(registry);

  @Test
  void aProbeThatFailsIsCountedAndTheOthersGoOn() {
    AtomicInteger good = new AtomicInteger();
    try (Sampler sampler = new Sampler(instruments, Duration.ofMillis(10))) {
      sampler.add(
          probe(
              "bad",
              () -> {
                throw new IllegalStateException("no reading");
              }));
      sampler.add(probe("good", good::incrementAndGet));
      await().until(() -> good.get() > 3 && failures("bad") > 3);
    }
    assertThat(failures("good")).isZero();
  }

  @Test
  void afterClosingNothingIsRead() {
    AtomicInteger reads = new AtomicInteger();
    Sampler sampler = new Sampler(instruments, Duration.ofMillis(5));
    Probe probe = probe("one", reads::incrementAndGet);
    sampler.add(probe);
    await().until(() -> reads.get() > 1);
    sampler.close();
    int before = reads.get();
    sampler.readSoon(probe);
    assertThat(reads).hasValue(before);
  }

  private double failures(String probe) {
    return registry.get("lamm.metrics.failures").tag("probe", probe).counter().count();
  }

  private static Probe probe(String name, Runnable reading) {
    return new Probe() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void read() {
        reading.run();
      }
    };
  }
}
