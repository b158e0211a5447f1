package org.lammstream.manager.metrics;

/** Something that is read every few seconds for its meters. Used on the sampling thread only. */
interface Probe {
  /** Its name in the count of failures. */
  String name();

  /** Reads; whatever it throws is counted, and the meters are left as they are or say unknown. */
  void read();
}
