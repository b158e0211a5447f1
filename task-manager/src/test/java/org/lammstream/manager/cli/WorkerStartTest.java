package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.Fixtures;

/** What a worker does not wait for: mistakes that stay mistakes, though no broker answers. */
class WorkerStartTest {
  private final Path folder;

  WorkerStartTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aPropertyThatNoClientKnowsOrAnImpossibleValueEndsAtOnce() {
    assertFails(1, worker("--kafka", "sesion.timeout.ms=6000"), "sesion.timeout.ms");
    assertFails(1, worker("--kafka", "session.timeout.ms=soon"), "session.timeout.ms", "soon");
    assertFails(1, worker("--bootstrap", "localhost"), "not HOST:PORT", "localhost");
  }

  @Test
  void anImageRootThatIsNotThereEndsAtOnce() {
    assertFails(1, worker("--image-root", folder.resolve("nowhere")), "nowhere: no such folder");
  }

  @Test
  void anImpossibleGraceIsAWrongCommandLine() {
    assertFails(2, worker("--grace", "-1"), "--grace: -1 is not from 0 to 3600");
    assertFails(2, worker("--grace", "soon"), "soon");
  }

  @Test
  void whoDoesNotWaitEndsWhereNoBrokerAnswers() {
    assertFails(1, worker("--no-wait"), "no Kafka broker answers at 127.0.0.1:1");
  }

  private Terminal worker(Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "worker",
                "--checkpoint",
                Fixtures.path("tiny_clip"),
                "--store",
                folder.resolve("store")));
    if (!List.of(more).contains("--bootstrap")) {
      all.addAll(List.of("--bootstrap", "127.0.0.1:1"));
    }
    all.addAll(List.of(more));
    return lamm(all.toArray());
  }

  private static void assertFails(int code, Terminal seen, String... words) {
    assertThat(seen.code()).as(seen.err()).isEqualTo(code);
    assertThat(seen.errorLines().get(0)).startsWith("lamm: ").contains(words);
  }
}
