package org.lammstream.manager.metrics;

import java.util.function.IntSupplier;

/** Counts the tensors alive. */
final class ArraysProbe implements Probe {
  private final IntSupplier alive;
  private volatile double last = Double.NaN;

  ArraysProbe(IntSupplier alive, Instruments instruments) {
    this.alive = alive;
    instruments.gauge(ProcessMeter.ARRAYS.spec(), () -> last);
  }

  @Override
  public String name() {
    return "arrays";
  }

  @Override
  public void read() {
    last = alive.getAsInt();
  }
}
