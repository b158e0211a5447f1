package org.lammstream.store;

/**
 * The event that a commit settles; from then on it counts as a duplicate.
 *
 * @param learner learner that the event was for
 * @param eventId id of the event
 */
public record AppliedEvent(String learner, String eventId) {}
