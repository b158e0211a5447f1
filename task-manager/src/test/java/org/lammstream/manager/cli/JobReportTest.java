package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.EmbeddingStore;

class JobReportTest {

  @Test
  void theSettingsOfAReportAreThoseOfItsVersionsWhateverTheDefaultsAre(@TempDir Path folder)
      throws Exception {
    Path images = folder.resolve("images");
    try (ClipModel model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
        EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      Map<String, String> then = Map.of("views", "1", "head", "none", "lr", "0.002", "epochs", "2");
      try (Teacher teacher = new Teacher(store, model, images, then, WorkerListener.NONE)) {
        teacher.teach("old", "one", "apple", "pear");
      }
      try (Teacher teacher = new Teacher(store, model, images, Map.of(), WorkerListener.NONE)) {
        teacher.teach("old", "two", Map.of("epochs", "2"), "fig");
      }
      ReportFacts.Sizes sizes = new ReportFacts.Sizes(6, 4);
      ReportFacts facts =
          new ReportFacts("old", 1, OptionalInt.of(3), Map.of("old/one", sizes, "old/two", sizes));
      Map<String, String> told =
          JobReport.of(store, model, facts, Map.of()).report().configuration();
      assertThat(told)
          .containsEntry("views", "1")
          .containsEntry("head", "none")
          .containsEntry("epochs", "2")
          .containsEntry("lr", "varies by task")
          .containsEntry("shots", "3")
          .doesNotContainKeys("score.visual", "head.shrinkage");
    }
  }
}
