package org.lammstream.store;

import org.lammstream.stream.record.OutgoingRecord;

/**
 * A committed record that waits to be published.
 *
 * @param sequence its place in the order of publishing; never used twice in a store
 * @param record what to publish
 */
public record OutboxEntry(long sequence, OutgoingRecord record) {}
