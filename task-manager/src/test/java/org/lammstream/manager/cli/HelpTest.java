package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

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
        "pretrain"
      })
  void everyCommandHasHelp(String command) {
    Terminal seen = lamm(command, "--help");
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
