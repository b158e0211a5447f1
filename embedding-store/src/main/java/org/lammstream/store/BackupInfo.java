package org.lammstream.store;

import java.time.Instant;

/**
 * One backup of a store, as its backup folder describes it.
 *
 * @param id 1, 2, … per backup folder; never used twice while a newer backup exists
 * @param createdAt when it was made, to the second
 * @param bytes size of a store restored from it; files that backups share count in each of them
 * @param files how many files it has, shared ones too
 */
public record BackupInfo(int id, Instant createdAt, long bytes, int files) {}
