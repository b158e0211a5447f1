package org.lammstream.manager.api;

import java.util.Optional;
import java.util.function.Supplier;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.predict.PredictionListener;
import org.lammstream.manager.thumbnails.Thumbnails;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.topic.Topics;

/**
 * The worker that an API speaks for. Everything stays its owner's and outlives the API.
 *
 * @param store open for writing
 * @param model that its learners stand on
 * @param topics of the worker
 * @param live hears of the worker's tasks
 * @param events of the same
 * @param outlet for published tasks; empty where none may be published
 * @param health of the worker's consumer; empty until that was started
 * @param metrics text for {@code /metrics}; empty where there is none
 * @param predictions hears of predictions
 * @param thumbnails of test images; empty where none are kept
 * @param version of this program
 */
public record ApiContext(
    EmbeddingStore store,
    ClipModel model,
    Topics topics,
    LiveTasks live,
    EventLog events,
    Optional<TaskOutlet> outlet,
    Supplier<Optional<ConsumerHealth>> health,
    Optional<Supplier<String>> metrics,
    PredictionListener predictions,
    Optional<Thumbnails> thumbnails,
    String version) {}
