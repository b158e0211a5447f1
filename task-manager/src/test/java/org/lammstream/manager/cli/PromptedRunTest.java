package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Report;
import org.lammstream.evaluation.ReportJson;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;

/** A user's session with prompts of both towers, from the first task to forgetting. */
class PromptedRunTest {
  private final Path folder;
  private final Path images;
  private final Path checkpoint = Fixtures.path("tiny_clip");

  PromptedRunTest(@TempDir Path folder) {
    this.folder = folder;
    this.images =
        DrawnFolder.draw(folder.resolve("images"), List.of("apple", "fig", "pear", "plum"), 3, 2);
  }

  @Test
  void aRunIsMeasuredComparedAskedAndMadeToForget() throws IOException {
    Terminal run =
        lamm(
            "run",
            "--checkpoint",
            checkpoint,
            "--images",
            images,
            "--classes-per-task",
            2,
            "--shots",
            2,
            "--method",
            "maple+lamm",
            "--set",
            "epochs=2,lr=0.05",
            "--output",
            folder.resolve("out"));
    assertThat(run.err()).doesNotContain("lamm:");
    assertThat(run.code()).isZero();
    Report report = ReportJson.read(folder.resolve("out/report.json"));
    assertThat(report.configuration())
        .containsEntry("method", "maple+lamm")
        .containsEntry("views", "1")
        .containsEntry("head", "none");
    Path store = folder.resolve("out/store");

    assertThat(lamm("evaluate", "--store", store).out()).contains("all equal to what was reported");
    assertThat(lamm("versions", "show", "--store", store, 2).out())
        .contains("proj.weight", "compound_prompts_text.0");
    assertThat(lamm("versions", "diff", "--store", store, 1, 2).out())
        .contains("tasks not compared, since one version cannot see their images (1): task-02");

    Path image = images.resolve("test/fig/0.png");
    Terminal asked =
        lamm("predict", "--store", store, "--checkpoint", checkpoint, "--top", 4, image);
    assertThat(asked.code()).isZero();
    assertThat(asked.out().lines()).hasSize(5);

    Terminal export =
        lamm(
            "versions",
            "export",
            "--store",
            store,
            "--checkpoint",
            checkpoint,
            "--output",
            folder.resolve("export"));
    assertThat(export.code()).isZero();
    assertThat(export.err()).contains("no image-text head");
    assertThat(folder.resolve("export")).isDirectoryNotContaining("glob:**README.md");

    Terminal forgets = lamm("forget", "--store", store, "--class", "fig", "--yes");
    assertThat(forgets.code()).as(forgets.err()).isZero();
    assertThat(forgets.out() + forgets.err())
        .contains("label embeddings and prompts of both towers", "and the test images themselves");
    assertThat(lamm("evaluate", "--store", store).out()).contains("all equal to what was reported");
    assertThat(lamm("versions", "verify", "--store", store).code()).isZero();
  }
}
