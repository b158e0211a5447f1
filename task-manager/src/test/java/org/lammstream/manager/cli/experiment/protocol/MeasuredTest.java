package org.lammstream.manager.cli.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.cli.experiment.MeanDeviation;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.datasets.ImageLocation;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.lamm.PromptSettings;

class MeasuredTest {
  private static final List<String> EXAMS =
      List.of(Protocol.BASE, Protocol.NEW, Protocol.HARMONIC_MEAN);

  private final List<ProtocolPlan> plans = new ArrayList<>();
  private final List<ProtocolResult> results = new ArrayList<>();

  @Test
  void theHarmonicMeanOfAnAverageIsThatOfTheAverages() {
    measured("dtd", PromptMethod.COOP, 1, 0.8, 0.4);
    measured("eurosat", PromptMethod.COOP, 1, 0.6, 0.2);
    Measured.Runs average = table().runs(Measured.AVERAGE, "coop", 16);
    assertThat(average.percent(Protocol.BASE).mean()).isCloseTo(70, within(1e-9));
    assertThat(average.percent(Protocol.NEW).mean()).isCloseTo(30, within(1e-9));
    assertThat(average.percent(Protocol.HARMONIC_MEAN).mean()).isCloseTo(42, within(1e-9));
  }

  @Test
  void anAverageIsOverTheSeedsThatAllDataSetsHave() {
    measured("dtd", PromptMethod.COOP, 1, 0.8, 0.4);
    measured("dtd", PromptMethod.COOP, 2, 0.9, 0.5);
    measured("dtd", PromptMethod.COOP, 3, 0.1, 0.1);
    measured("eurosat", PromptMethod.COOP, 2, 0.5, 0.5);
    measured("eurosat", PromptMethod.COOP, 1, 0.6, 0.2);
    MeanDeviation base = table().runs(Measured.AVERAGE, "coop", 16).percent(Protocol.BASE);
    assertThat(base.mean()).isCloseTo(70, within(1e-9));
    assertThat(base.deviation()).as("seeds 1 and 2 are alike").isCloseTo(0, within(1e-9));
    assertThat(table().runs("dtd", "coop", 16).count()).isEqualTo(3);
  }

  @Test
  void zeroShotStandsForEveryNumberOfShotsAndWhatIsNotThereIsADash() {
    measured("dtd", PromptMethod.ZERO_SHOT, 0, 0.5, 0.5);
    plan("dtd", PromptMethod.COOP, 1);
    Measured measured = table();
    assertThat(measured.datasets()).containsExactly("dtd");
    assertThat(measured.runs("dtd", "zero-shot", 1).count()).isEqualTo(1);
    ProtocolTable table = ExamTable.of(measured, EXAMS, "A note.");
    assertThat(table.markdown())
        .isEqualTo(
            """
            | data set | shots | method | base | new | harmonic mean |
            | --- | ---: | --- | ---: | ---: | ---: |
            | dtd | 16 | zero-shot | 50.0 | 50.0 | 50.0 |
            | dtd | 16 | coop | – | – | – |

            A note.
            """);
    assertThat(table.csv())
        .isEqualTo(
            """
            dataset,shots,method,runs,base,base_sd,new,new_sd,harmonic_mean,harmonic_mean_sd
            dtd,16,zero-shot,1,50.0000,0.0000,50.0000,0.0000,50.0000,0.0000
            dtd,16,coop,0,,,,,,
            """);
  }

  private Measured table() {
    return new Measured(Protocol.BASE_TO_NEW, List.of(16), plans, results);
  }

  private void measured(String dataset, PromptMethod method, long seed, double base, double fresh) {
    ProtocolPlan plan = plan(dataset, method, seed);
    results.add(
        new ProtocolResult(
            Protocol.BASE_TO_NEW.key(),
            dataset,
            method.key(),
            plan.shots(),
            seed,
            Map.of(),
            1,
            1,
            Protocol.BASE_TO_NEW.derived(Map.of(Protocol.BASE, base, Protocol.NEW, fresh)),
            List.of(),
            1,
            1,
            ""));
  }

  private ProtocolPlan plan(String dataset, PromptMethod method, long seed) {
    List<Example> images = List.of(new Example(new ImageLocation.File(Path.of("/"), "a/b.png"), 0));
    DataSet data = new DataSet(dataset, List.of("a"), images, List.of(), images);
    ProtocolPlan plan =
        new ProtocolPlan(
            new Trial(dataset, "{}", data, List.of(Exam.ofLearned(Protocol.BASE, data))),
            method,
            method == PromptMethod.ZERO_SHOT ? 0 : 16,
            seed,
            PromptSettings.published(method),
            new Views.Plain());
    plans.add(plan);
    return plan;
  }
}
