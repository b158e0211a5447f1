package org.lammstream.store;

/**
 * One step from a format to the next. A step puts all its changes into one batch, which is written
 * together with the new format's number, so that a crash leaves the format before or after it. The
 * column families of the new format are there before it.
 */
interface Migration {

  /** Puts what the next format needs into the batch. */
  void apply(View view, Batch batch);
}
