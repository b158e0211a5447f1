package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.stream.event.ClassLoss;
import org.lammstream.stream.event.HeldBack;

class HeldBackLineTest {

  @Test
  void theLineSaysHowMuchWasLostAndWhoLostItToWhom() {
    HeldBack why = new HeldBack(4, 3.4, 2, List.of(new ClassLoss("lion", "gazelle", 7)));
    assertThat(HeldBackLine.of(5, why))
        .isEqualTo(
            "version 5 is held back from champion: old tasks lost 3.4 points, 2 allowed; lion lost"
                + " 7 images to gazelle");
  }

  @Test
  void onlyTheLargestPairsAreNamed() {
    HeldBack why =
        new HeldBack(
            4,
            10.0 / 3,
            0.5,
            List.of(
                new ClassLoss("lion", "gazelle", 7),
                new ClassLoss("cat", "li\u001bon", 2),
                new ClassLoss("cat", "dog", 1),
                new ClassLoss("dog", "cat", 1)));
    assertThat(HeldBackLine.of(12, why))
        .contains("lost 3.33 points, 0.5 allowed; ")
        .endsWith(
            "; lion lost 7 images to gazelle, cat lost 2 images to li?on, cat lost 1 image to dog");
  }

  @Test
  void workersAndJobsSayItBelowWhatTheySayOfTheVersion(@TempDir Path folder) {
    HeldBack why = new HeldBack(1, 10, 2, List.of(new ClassLoss("lion", "gazelle", 7)));
    StringWriter seen = new StringWriter();
    PrintWriter out = new PrintWriter(seen, true);
    Console console = new Console(out, out, false, Map.of());
    try (EmbeddingStore store = EmbeddingStore.open(folder);
        WorkerView worker = new WorkerView(console);
        JobView job = new JobView(console, List.of("one", "two"))) {
      SampleVersions.add(store, "zoo", "one", 10);
      Version second = SampleVersions.add(store, "zoo", "two", 9, 10);
      worker.versionHeldBack(second, why);
      job.versionHeldBack(second, why);
    }
    String line = HeldBackLine.of(2, why);
    assertThat(seen.toString().lines()).containsExactly("zoo " + line, line);
  }

  @Test
  void aLossWithoutKnownPairsIsToldAlone() {
    assertThat(HeldBackLine.of(5, new HeldBack(4, 100, 0, List.of())))
        .endsWith("old tasks lost 100 points, 0 allowed");
  }
}
