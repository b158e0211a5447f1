package org.lammstream.manager.cli.data;

import org.lammstream.stream.event.TaskEvent;

/**
 * A task ready to be published.
 *
 * @param event the task
 * @param eventId the same whenever the same images, classes, settings and seed are prepared again
 */
public record PreparedTask(TaskEvent event, String eventId) {}
