package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.lammstream.evaluation.dashboard.TaskEntry;
import org.lammstream.manager.api.http.Body;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.api.live.TaskStatus;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.lamm.ExistingClasses;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.lamm.OldClasses;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.TaskRules;

/** Publishing tasks, and following them. */
final class TaskRoutes {
  private static final String TASKS = "/api/v1/learners/{learner}/tasks";
  private static final int TEXT_PARTS = 2;
  private static final int NAME_OF_CLASSES = 60;

  private final ApiContext context;
  private final LearnerSource source;
  private final LammLearner names;
  private final ImageGate gate;
  private final ApiLimits limits;

  /** A task with its images is in memory while it is published: one at a time. */
  private final Semaphore publishing = new Semaphore(1);

  /**
   * Routes.
   *
   * @param names checks that class names can stand in prompts; only that, which is thread-safe
   */
  TaskRoutes(ApiContext context, LearnerSource source, LammLearner names, ApiLimits limits) {
    this.context = context;
    this.source = source;
    this.names = names;
    this.gate = new ImageGate(limits.images());
    this.limits = limits;
  }

  List<Route> all() {
    BodyRule form =
        new BodyRule(
            Set.of(BodyRule.FORM),
            limits.taskBytes(),
            limits.imagesPerTask() + TEXT_PARTS,
            limits.images().maxBytes());
    return List.of(
        Route.change(
            "POST",
            TASKS,
            form,
            Set.of(),
            call -> CompletableFuture.completedFuture(publish(call))),
        Route.get(TASKS + "/{eventId}", Set.of(), this::status));
  }

  private Reply publish(Call call) throws IOException, RejectedEventException {
    TaskOutlet outlet =
        context
            .outlet()
            .orElseThrow(
                () -> Problem.of(Kind.NOT_OFFERED, "this process publishes no tasks").exception());
    if (!publishing.tryAcquire()) {
      throw Problem.passing(Kind.BUSY, "another task is being published; try again", 5).exception();
    }
    try {
      String learner = call.path("learner");
      TaskForm form = TaskForm.of(((Body.Form) call.body()).upload().parts());
      String task = name(learner, form);
      TaskEvent event = event(learner, task, form);
      String eventId = UUID.randomUUID().toString();
      send(outlet, event, eventId);
      String location = "/api/v1/learners/" + encoded(learner) + "/tasks/" + encoded(eventId);
      Reply.Content accepted =
          (Reply.Content)
              Reply.json(202, Map.of("eventId", eventId, "task", task, "status", "queued"));
      Map<String, String> headers = new HashMap<>(accepted.headers());
      headers.put("Location", location);
      return new Reply.Content(202, accepted.contentType(), headers, accepted.body());
    } finally {
      publishing.release();
    }
  }

  private void send(TaskOutlet outlet, TaskEvent event, String eventId)
      throws RejectedEventException {
    context.live().queued(event.learner(), eventId, event.task()); // a worker may be quick
    try {
      outlet.publish(event, eventId);
    } catch (RejectedEventException | BrokerUnreachableException e) {
      context.live().forget(eventId);
      throw e;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** What a worker would refuse is refused here, where the one who can mend it hears of it. */
  private TaskEvent event(String learner, String task, TaskForm form)
      throws IOException, RejectedEventException {
    LearnerConfiguration configuration = LearnerConfiguration.from(form.configuration());
    if (!mayRefine(form.configuration(), configuration)) {
      checkNew(learner, form.classes());
    }
    names.checkNames(form.classes(), configuration);
    TaskEvent event =
        new TaskEvent(
            TaskEvent.SCHEMA_VERSION,
            learner,
            task,
            form.classes(),
            form.trainExamples(gate),
            form.testExamples(gate),
            form.configuration());
    Optional<Rejection> broken = TaskRules.check(event);
    if (broken.isPresent()) {
      throw new RejectedEventException(broken.get());
    }
    return event;
  }

  /** Asked for by name only: a class that is new to the sender may be another's. */
  private static boolean mayRefine(Map<String, String> given, LearnerConfiguration configuration) {
    return given.containsKey("existing")
        && configuration.existing() == ExistingClasses.REFINE
        && !(configuration.oldClasses() instanceof OldClasses.Frozen);
  }

  private void checkNew(String learner, List<String> classes) {
    Set<String> known = new HashSet<>();
    tasks(learner).forEach(entry -> known.addAll(entry.classes()));
    for (String name : classes) {
      if (known.contains(name)) {
        throw Problem.in(
                "train/" + name,
                Kind.CONFLICT,
                "learner '%s' knows class '%s' already; existing=refine adds examples to it"
                    .formatted(learner, name))
            .exception();
      }
    }
  }

  /** The tasks that the learner has been through; none for a new learner. */
  private List<TaskEntry> tasks(String learner) {
    return context.store().head(learner).isPresent() ? source.learner(learner).tasks() : List.of();
  }

  private String name(String learner, TaskForm form) {
    Set<String> taken = new HashSet<>();
    tasks(learner).forEach(entry -> taken.add(entry.name()));
    if (form.task().isPresent()) {
      if (taken.contains(form.task().get())) {
        throw Problem.in(
                "task",
                Kind.CONFLICT,
                "learner '%s' has learned a task '%s' before".formatted(learner, form.task().get()))
            .exception();
      }
      return form.task().get();
    }
    String classes = String.join(", ", form.classes());
    String base =
        classes.length() <= NAME_OF_CLASSES ? classes : classes.substring(0, NAME_OF_CLASSES) + "…";
    String name = base;
    for (int i = 2; taken.contains(name); i++) {
      name = base + " (" + i + ")";
    }
    return name;
  }

  private Reply status(Call call) {
    String learner = call.path("learner");
    String eventId = call.path("eventId");
    TaskStatus status =
        context
            .live()
            .status(learner, eventId)
            .or(() -> stored(learner, eventId))
            .orElseThrow(
                () ->
                    Problem.in(
                            "eventId",
                            Kind.UNKNOWN_TASK,
                            "nothing is known of this task; it was published to another worker, or"
                                + " long ago and refused")
                        .exception());
    Map<String, Object> document = new HashMap<>();
    document.put("eventId", status.eventId());
    document.put("task", status.task());
    document.put("status", status.state().key());
    document.put("version", status.version());
    document.put("reason", status.reason());
    document.put("message", status.message());
    document.put("progress", status.progress());
    return Reply.json(document);
  }

  /** What an earlier process of this store learned. */
  private Optional<TaskStatus> stored(String learner, String eventId) {
    return context.store().versions(learner).stream()
        .filter(version -> version.provenance().eventId().equals(eventId))
        .findFirst()
        .map(version -> committed(learner, eventId, version));
  }

  private static TaskStatus committed(String learner, String eventId, VersionSummary version) {
    return TaskStatus.committed(learner, eventId, version.task(), OptionalInt.of(version.number()));
  }
}
