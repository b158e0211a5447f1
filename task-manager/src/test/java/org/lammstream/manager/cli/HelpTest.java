package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "worker",
        "dashboard",
        "publish",
        "publish-demo",
        "predict",
        "versions",
        "forget",
        "dlq",
        "evaluate",
        "record",
        "replay",
        "datasets",
        "doctor",
        "bench",
        "bench-history",
        "bench-http",
        "pretrain",
        "experiment few-shot",
        "experiment base-to-new",
        "experiment domain-shift",
        "experiment incremental"
      })
  void everyCommandHasHelp(String command) {
    List<Object> words = new ArrayList<>(List.of((Object[]) command.split(" ", -1)));
    words.add("--help");
    Terminal seen = lamm(words.toArray());
    assertThat(seen.code()).isZero();
    assertThat(seen.out()).contains("Usage: lamm " + command, "--config", "--verbose");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(lamm("--version").out()).startsWith("lamm 0.").doesNotContain("${");
    assertThat(lamm("run", "--version").out()).startsWith("lamm 0.");
  }

  @Test
  void withoutACommandTheCommandsAreShown() {
    Terminal seen = lamm();
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.err()).contains("demo", "run", "worker");
  }
}
