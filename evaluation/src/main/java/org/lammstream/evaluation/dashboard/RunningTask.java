package org.lammstream.evaluation.dashboard;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A task that is being learned.
 *
 * @param task its name
 * @param eventId CloudEvents id of its event
 * @param phase {@code encode}, {@code align}, {@code evaluate} or {@code commit}
 * @param done steps of the phase that are done
 * @param total steps of the phase
 * @param epoch epochs of alignment that are done; empty before the first
 * @param epochs how many there will be; empty before the first
 * @param loss mean of the last epoch; empty before the first
 * @param startedAt when work on it began
 * @param secondsLeft estimate; empty while there is nothing to estimate from
 */
public record RunningTask(
    String task,
    String eventId,
    String phase,
    int done,
    int total,
    OptionalInt epoch,
    OptionalInt epochs,
    OptionalDouble loss,
    Instant startedAt,
    OptionalDouble secondsLeft) {}
