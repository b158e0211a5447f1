package org.lammstream.manager.metrics;

/** A constant that stands for a meter of the catalogue. */
interface Described {
  /** Its description. */
  MeterSpec spec();
}
