package org.lammstream.manager.worker;

import org.lammstream.stream.event.Rejection;

/**
 * A task that went to the dead-letter topic.
 *
 * @param learner empty where not even that much could be read
 * @param task name of the task, may be empty
 * @param eventId CloudEvents id, may be empty
 * @param rejection why
 */
public record RefusedTask(String learner, String task, String eventId, Rejection rejection) {}
