package org.lammstream.manager.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;
import org.lammstream.manager.lamm.PeakMemory;

/** The JVM's and the operating system's view of this process. */
final class ProcessMeters implements AutoCloseable {
  private final JvmGcMetrics collector = new JvmGcMetrics();

  ProcessMeters(MeterRegistry registry, Instruments instruments) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    instruments.gauge(ProcessMeter.RESIDENT.spec(), PeakMemory::resident);
    instruments.gauge(ProcessMeter.RESIDENT_PEAK.spec(), PeakMemory::bytes);
    instruments.gauge(ProcessMeter.NATIVE.spec(), ProcessMeters::nativeMemory);
  }

  private static double nativeMemory() {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    return Math.max(0, PeakMemory.resident() - heap);
  }

  /** Stops listening to the garbage collector. */
  @Override
  public void close() {
    collector.close();
  }
}
