package org.lammstream.manager.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;

/**
 * Times one and the same task on learners that differ in the number of classes they have learned
 * before. All of them are there at once, and take turns, in another order in each round: whatever
 * slows the machine down for a while hits them all. The old classes are made up, {@link
 * SyntheticHistory}.
 */
public final class HistoryBenchmark {

  /** Rounds that are not counted, until the JIT compiler has seen the most of it. */
  private static final int WARM_UP = 2;

  private final ClipModel model;
  private final LearnerConfiguration configuration;
  private final Plan plan;

  /**
   * What is measured.
   *
   * @param old numbers of old classes, each at least 1
   * @param taskClasses classes of the task, at least 1
   * @param shots images of each class, at least 1
   * @param rounds that are counted, at least 1
   */
  public record Plan(List<Integer> old, int taskClasses, int shots, int rounds) {
    /** Copies the list. */
    public Plan {
      old = List.copyOf(old);
    }
  }

  /** Hears of the progress. */
  @FunctionalInterface
  public interface Listener {
    /** Called before each part of the work, {@code done} of {@code all} parts being finished. */
    void onPart(String what, int done, int all);
  }

  /**
   * A benchmark.
   *
   * @param model stays the caller's
   * @throws IllegalArgumentException for a head on expanded features
   */
  public HistoryBenchmark(ClipModel model, LearnerConfiguration configuration, Plan plan) {
    if (configuration.scoring().filter(scoring -> scoring.expansion() > 0).isPresent()) {
      throw new IllegalArgumentException(
          "a history with expanded image features cannot be made up; leave head.expansion at 0");
    }
    if (configuration.method().promptsImages()) {
      throw new IllegalArgumentException(
          "a history of images cannot be made up, which method=%s learns from"
              .formatted(configuration.method().key()));
    }
    this.model = model;
    this.configuration = configuration;
    this.plan = plan;
  }

  /**
   * Measures.
   *
   * @param folder for the stores, empty; the caller deletes it
   * @return one for each number of old classes, in their order
   * @throws InterruptedException if the thread is interrupted
   */
  public List<HistoryCost> run(Path folder, Listener listener) throws InterruptedException {
    int sizes = plan.old().size();
    int all = sizes + WARM_UP + plan.rounds();
    List<Subject> subjects = new ArrayList<>();
    try (LammLearner learner = new LammLearner(model)) {
      for (int count : plan.old()) {
        listener.onPart("making " + count + " classes", subjects.size(), all);
        subjects.add(
            new Subject(
                model,
                configuration,
                plan,
                count,
                folder.resolve(Integer.toString(subjects.size()))));
      }
      int done = sizes;
      for (int round = -WARM_UP; round < plan.rounds(); round++) {
        if (round == 0) {
          subjects.forEach(Subject::reset);
        }
        listener.onPart(round < 0 ? "warming up" : "round " + (round + 1), done++, all);
        List<Subject> turns = turns(subjects, round);
        System.gc(); // what the last round left must not be collected while others learn
        for (Subject subject : turns) {
          subject.learn(learner);
        }
        turns.forEach(Subject::use);
      }
      return subjects.stream().map(Subject::cost).toList();
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  /** Nobody is always the first, nor always behind the same. */
  private static List<Subject> turns(List<Subject> subjects, int round) {
    List<Subject> turns = new ArrayList<>(subjects);
    if (round % 2 != 0) {
      Collections.reverse(turns);
    }
    Collections.rotate(turns, round / 2);
    return turns;
  }
}
