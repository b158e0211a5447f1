package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.store.ClassEmbedding;

class ParticipantsTest {
  private static final int CLASSES = 40;
  private static final Set<Integer> OF_TASK = Set.of(3, 17);
  private final List<ClassEmbedding> known = RandomClasses.of(CLASSES, 8, 1);
  private final List<float[]> task = RandomClasses.features(4, 8, 2);
  private final List<Integer> byNearness =
      new Nearness(task).nearest(known, OF_TASK, CLASSES - OF_TASK.size());

  private Participants among(Map<String, String> settings) {
    return Participants.among(known, OF_TASK, task, LearnerConfiguration.from(settings));
  }

  @ParameterizedTest
  @CsvSource({"5, 7", "0, 7", "5, 0", "0, 0", "5, 32", "5, 33", "0, 38", "37, 0", "38, 9"})
  void theNearestTrainAndTheNextNearestAreConstants(int neighbours, int rivals) {
    Participants chosen = among(Map.of("neighbours", "" + neighbours, "rivals", "" + rivals));
    int last = Math.min(byNearness.size(), neighbours + rivals);
    assertThat(chosen.trained()).isEqualTo(ascending(byNearness.subList(0, neighbours)));
    assertThat(chosen.constant()).isEqualTo(ascending(byNearness.subList(neighbours, last)));
  }

  @Test
  void asManyRivalsAsThereAreOthersAreAll() {
    Map<String, String> all = Map.of("neighbours", "5", "rivals", "all");
    assertThat(among(all).constant()).hasSize(CLASSES - OF_TASK.size() - 5);
    assertThat(among(Map.of("neighbours", "5", "rivals", "33"))).isEqualTo(among(all));
    assertThat(among(Map.of("neighbours", "5"))).as("the default is 100").isEqualTo(among(all));
  }

  @Test
  void whereAllTrainThereAreNoConstants() {
    Participants chosen = among(Map.of("neighbours", "all"));
    assertThat(chosen.trained()).isEqualTo(ascending(byNearness));
    assertThat(chosen.constant()).isEmpty();
  }

  @Test
  void frozenClassesHaveRivalsAndTrainNone() {
    Participants some = among(Map.of("old", "frozen", "neighbours", "5", "rivals", "6"));
    assertThat(some.trained()).isEmpty();
    assertThat(some.constant()).isEqualTo(ascending(byNearness.subList(0, 6)));
    assertThat(among(Map.of("old", "frozen", "rivals", "all")).constant())
        .isEqualTo(IntStream.range(0, CLASSES).filter(i -> !OF_TASK.contains(i)).boxed().toList());
  }

  private static List<Integer> ascending(List<Integer> indexes) {
    return List.copyOf(new TreeSet<>(indexes));
  }
}
