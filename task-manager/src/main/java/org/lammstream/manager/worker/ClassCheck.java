package org.lammstream.manager.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.lamm.ClassNameException;
import org.lammstream.manager.lamm.ExistingClasses;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.lamm.OldClasses;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.TaskRules;

/**
 * What a task's names must fulfil before anything is learned. A class that the learner knows is
 * refined by the task's examples, unless a setting forbids that; a new name that the text encoder
 * cannot tell from another is refused.
 */
final class ClassCheck {
  private final LammLearner learner;

  ClassCheck(LammLearner learner) {
    this.learner = learner;
  }

  /**
   * The classes that the learner does not know yet, in task order.
   *
   * @throws RejectedEventException if the task cannot be learned
   */
  List<String> newClasses(
      TaskEvent event,
      LearnerHistory history,
      List<ClassEmbedding> known,
      LearnerConfiguration configuration)
      throws RejectedEventException {
    var broken = TaskRules.check(event);
    if (broken.isPresent()) {
      throw new RejectedEventException(broken.get());
    }
    if (history.allTestSets().stream().anyMatch(set -> set.task().equals(event.task()))) {
      throw new RejectedEventException(
          Reason.MALFORMED_EVENT,
          Stage.VALIDATE,
          "learner '%s' has learned a task named '%s' before"
              .formatted(event.learner(), event.task()));
    }
    Set<String> names = new HashSet<>();
    known.forEach(entry -> names.add(entry.name()));
    List<String> newClasses = new ArrayList<>();
    for (String name : event.classes()) {
      if (names.contains(name)) {
        checkMayChange(event.learner(), name, configuration);
      } else {
        newClasses.add(name);
      }
    }
    try {
      learner.checkNames(newClasses, configuration);
    } catch (ClassNameException e) {
      throw new RejectedEventException(
          new Rejection(Reason.UNTOKENIZABLE_CLASS, Stage.VALIDATE, String.valueOf(e.getMessage())),
          e);
    }
    checkTokens(event.learner(), newClasses, known);
    return newClasses;
  }

  private static void checkMayChange(
      String learnerName, String name, LearnerConfiguration configuration)
      throws RejectedEventException {
    String knows = "learner '%s' knows class '%s' already, ".formatted(learnerName, name);
    if (configuration.existing() == ExistingClasses.REJECT) {
      throw duplicate(
          knows + "and existing=reject: leave it out, or add examples to it with existing=refine");
    }
    if (configuration.oldClasses() instanceof OldClasses.Frozen) {
      throw duplicate(
          knows
              + "and old=frozen keeps it as it is: leave it out, or send it with old=regularized");
    }
  }

  /** The same tokens would be two classes between which only chance decides. */
  private void checkTokens(String learnerName, List<String> newClasses, List<ClassEmbedding> known)
      throws RejectedEventException {
    if (newClasses.isEmpty()) {
      return;
    }
    Map<List<Integer>, String> spellings = new HashMap<>();
    known.forEach(entry -> spellings.putIfAbsent(learner.tokens(entry.name()), entry.name()));
    Set<String> ofTask = new HashSet<>(newClasses);
    for (String name : newClasses) {
      String other = spellings.putIfAbsent(learner.tokens(name), name);
      if (other != null) {
        throw duplicate(
            ofTask.contains(other)
                ? "classes '%s' and '%s' are the same words: give the task one of them"
                    .formatted(other, name)
                : "class '%s' is the same words as '%s', which learner '%s' knows: use that name to add examples to it"
                    .formatted(name, other, learnerName));
      }
    }
  }

  private static RejectedEventException duplicate(String message) {
    return new RejectedEventException(Reason.DUPLICATE_CLASS, Stage.VALIDATE, message);
  }
}
