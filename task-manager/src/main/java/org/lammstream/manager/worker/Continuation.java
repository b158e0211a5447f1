package org.lammstream.manager.worker;

import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.store.Scoring;
import org.lammstream.store.Version;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;

/**
 * Which settings a version can go on with.
 *
 * @param before the version
 */
record Continuation(Version before) {

  /**
   * Checks the settings of a task.
   *
   * @param asked what is asked for this very task
   * @throws RejectedEventException naming the setting that the version cannot go on with
   */
  void check(LearnerConfiguration configuration, Map<String, String> asked)
      throws RejectedEventException {
    checkContext(configuration);
    checkScope(configuration);
    checkImagePrompts(configuration);
    checkMethod(configuration);
    checkViews(configuration);
    checkHead(configuration);
    checkExpansion(asked);
  }

  private Map<String, String> recorded() {
    return before.provenance().configuration();
  }

  /** A version of another worker may have come since the start. */
  void checkCheckpoint(ClipModel model) {
    if (!before.provenance().checkpointSha256().equals(model.sha256())) {
      throw new WorkerFaultException(
          "learner '%s' was made with checkpoint %s, not with %s"
              .formatted(before.learner(), before.provenance().checkpointName(), model.name()));
    }
  }

  /** Label embeddings mean nothing behind other words than those they were aligned with. */
  private void checkContext(LearnerConfiguration configuration) throws RejectedEventException {
    String context = recorded().get("context");
    if (!configuration.context().equals(context)) {
      throw refused(
          "learner '%s' was aligned with the context '%s'; it cannot go on with '%s'"
              .formatted(before.learner(), context, configuration.context()));
    }
  }

  /** Neither its images nor its texts stand where another method has left them. */
  private void checkImagePrompts(LearnerConfiguration configuration) throws RejectedEventException {
    Map<String, String> recorded = LearnerConfiguration.recorded(recorded());
    Optional<Integer> depth = before.prompts().flatMap(ImagePrompts::of).map(ImagePrompts::depth);
    String method = String.valueOf(recorded.get("method"));
    String asked = configuration.method().key();
    if ((depth.isPresent() || configuration.method().promptsImages()) && !method.equals(asked)) {
      throw refused(
          "learner '%s' began with method=%s; prompts of both towers have to be there from the first task on, so it cannot go on with method=%s"
              .formatted(before.learner(), method, asked));
    }
    String blocks = String.valueOf(recorded.get("depth"));
    if (depth.isPresent() && !blocks.equals(Integer.toString(configuration.depth()))) {
      throw refused(
          "learner '%s' began with depth=%s; it cannot go on with depth=%d"
              .formatted(before.learner(), blocks, configuration.depth()));
    }
  }

  /** Vectors between other words mean nothing. */
  private void checkScope(LearnerConfiguration configuration) throws RejectedEventException {
    boolean own = LearnerConfiguration.recordedOwnContexts(recorded());
    if (own != configuration.hasOwnContexts()) {
      boolean sameMethod = configuration.method() == PromptMethod.COOP;
      throw refused(
          "learner '%s' began with context.scope=%s; it cannot go on with %s"
              .formatted(
                  before.learner(),
                  own ? "class" : "shared",
                  own && !sameMethod
                      ? "method=" + configuration.method().key()
                      : "context.scope=" + (own ? "shared" : "class")));
    }
  }

  /** Behind a context that was trained, others than those that train it would learn other texts. */
  private void checkMethod(LearnerConfiguration configuration) throws RejectedEventException {
    boolean trained = before.prompts().isPresent();
    Map<String, String> recorded = LearnerConfiguration.recorded(recorded());
    if (trained && !configuration.method().trainsContext()) {
      throw refused(
          "learner '%s' has a context that method=%s trained; it cannot go on with method=%s"
              .formatted(before.learner(), recorded.get("method"), configuration.method().key()));
    }
    boolean kept = trained || configuration.hasOwnContexts();
    int vectors = kept ? Integer.parseInt(recorded.getOrDefault("context.random", "0")) : 0;
    if (configuration.method().trainsContext() && configuration.randomContext() != vectors) {
      throw refused(
          "learner '%s' began with context.random=%d; it cannot go on with context.random=%d"
              .formatted(before.learner(), vectors, configuration.randomContext()));
    }
  }

  /** Features of other views than those of its test sets cannot be compared with them. */
  private void checkViews(LearnerConfiguration configuration) throws RejectedEventException {
    int views = LearnerConfiguration.recordedViews(recorded());
    if (configuration.views() != views) {
      throw refused(
          "learner '%s' has learned with views=%d; it cannot go on with views=%d"
              .formatted(before.learner(), views, configuration.views()));
    }
  }

  /** The images of classes learned without a head, or with another expansion, were not counted. */
  private void checkHead(LearnerConfiguration configuration) throws RejectedEventException {
    Optional<Integer> counted = before.visual().map(visual -> visual.scoring().expansion());
    Optional<Integer> asked = configuration.scoring().map(Scoring::expansion);
    if (!asked.equals(counted)) {
      throw refused(
          "learner '%s' began %s; it cannot go on %s"
              .formatted(before.learner(), describeHead(counted), describeHead(asked)));
    }
  }

  /**
   * A learner keeps its lack of a head, so that nothing else would tell that this has no effect.
   */
  private void checkExpansion(Map<String, String> asked) throws RejectedEventException {
    int width = Integer.parseInt(asked.getOrDefault("head.expansion", "0").strip()); // was checked
    if (before.visual().isEmpty() && !asked.containsKey("head") && width != 0) {
      throw refused(
          "learner '%s' began with head=none; it cannot go on with head.expansion=%d"
              .formatted(before.learner(), width));
    }
  }

  private static String describeHead(Optional<Integer> expansion) {
    return expansion
        .map(width -> width == 0 ? "with a head" : "with a head and head.expansion=" + width)
        .orElse("with head=none");
  }

  private static RejectedEventException refused(String problem) {
    return new RejectedEventException(Reason.INVALID_CONFIGURATION, Stage.VALIDATE, problem);
  }
}
