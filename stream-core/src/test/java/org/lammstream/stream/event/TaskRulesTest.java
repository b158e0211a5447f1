package org.lammstream.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.stream.event.Rejection.Reason.DUPLICATE_CLASS;
import static org.lammstream.stream.event.Rejection.Reason.EMPTY_TASK;
import static org.lammstream.stream.event.Rejection.Reason.FEATURE_MISMATCH;
import static org.lammstream.stream.event.Rejection.Reason.MALFORMED_EVENT;
import static org.lammstream.stream.event.Rejection.Reason.UNKNOWN_LABEL;
import static org.lammstream.stream.event.Rejection.Reason.UNREADABLE_IMAGE;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lammstream.stream.Samples;

class TaskRulesTest {
  private static final ImageSource IMAGE = new InlineImage(new byte[] {1});
  private static final Example CAT = new Example("cat", IMAGE);

  @Test
  void anOrdinaryTaskBreaksNoRule() {
    assertThat(TaskRules.check(Samples.task("learner", "task"))).isEmpty();
  }

  @Test
  void aTaskWithoutTestExamplesBreaksNoRule() {
    assertThat(TaskRules.check(TaskEvent.of("l", "t", List.of("cat"), List.of(CAT), List.of())))
        .isEmpty();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(EMPTY_TASK, "no classes", event("l", "t", List.of(), CAT)),
        Arguments.of(EMPTY_TASK, "no training", event("l", "t", List.of("cat"))),
        Arguments.of(EMPTY_TASK, "'dog'", event("l", "t", List.of("cat", "dog"), CAT)),
        Arguments.of(DUPLICATE_CLASS, "'cat'", event("l", "t", List.of("cat", "cat"), CAT)),
        Arguments.of(UNKNOWN_LABEL, "'cow'", cat(new Example("cow", IMAGE))),
        Arguments.of(MALFORMED_EVENT, "blank learner", event(" ", "t", List.of("cat"), CAT)),
        Arguments.of(MALFORMED_EVENT, "blank task", event("l", "", List.of("cat"), CAT)),
        Arguments.of(MALFORMED_EVENT, "blank class", event("l", "t", List.of("cat", ""), CAT)),
        Arguments.of(MALFORMED_EVENT, "control", event("l\u0000", "t", List.of("cat"), CAT)),
        Arguments.of(MALFORMED_EVENT, "300", event("l", "x".repeat(300), List.of("cat"), CAT)),
        Arguments.of(
            UNREADABLE_IMAGE, "zero", cat(new Example("cat", new InlineImage(new byte[0])))),
        Arguments.of(FEATURE_MISMATCH, "finite", cat(feature(1f, Float.NaN))),
        Arguments.of(FEATURE_MISMATCH, "without", cat(feature())));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenRuleIsNamedWithItsReason(Rejection.Reason reason, String words, TaskEvent event) {
    assertThat(TaskRules.check(event))
        .hasValueSatisfying(
            rejection -> {
              assertThat(rejection.reason()).isEqualTo(reason);
              assertThat(rejection.stage()).isEqualTo(Rejection.Stage.VALIDATE);
              assertThat(rejection.message()).contains(words).doesNotContain("\n");
            });
  }

  private static Example feature(float... values) {
    return new Example("cat", new ImageFeature(values, Samples.SHA));
  }

  private static TaskEvent cat(Example more) {
    return event("l", "t", List.of("cat"), CAT, more);
  }

  private static TaskEvent event(
      String learner, String task, List<String> classes, Example... train) {
    return TaskEvent.of(learner, task, classes, List.of(train), List.of());
  }
}
