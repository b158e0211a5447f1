package org.lammstream.evaluation.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.evaluation.analysis.LostPoints;
import org.lammstream.evaluation.analysis.LostPoints.Split;
import org.lammstream.evaluation.analysis.LostPoints.TaskLoss;

class LostPointsChartTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 200})
  void theWrittenPictureShowsEveryCause(int tasks, @TempDir Path folder) throws Exception {
    Path png = folder.resolve("lost.png");

    LostPointsChart.of("Lost points", "made up", lost(tasks, new Split(10, 20, 5, 8))).write(png);

    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(LostPointsChart.PIXEL_WIDTH);
    assertThat(image.getHeight()).isEqualTo(LostPointsChart.PIXEL_HEIGHT);
    long newClass = Pictures.pixels(image, Palette.BLUE);
    long ownFeature = Pictures.pixels(image, Palette.ORANGE);
    long otherFeature = Pictures.pixels(image, Palette.PURPLE);
    assertThat(newClass).isGreaterThan(1000);
    assertThat(ownFeature).isGreaterThan(newClass).isLessThan(3 * newClass);
    assertThat(otherFeature).isLessThan(newClass).isGreaterThan(newClass / 3);
    assertThat(Pictures.pixels(image, Palette.GREEN)).isGreaterThan(otherFeature);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(png);
    }
  }

  @Test
  void withoutLossesAndWithoutTestExamplesTheAxesAreStillThere() {
    BufferedImage image = LostPointsChart.of("None", "", lost(3, Split.NONE)).render();

    assertThat(Pictures.pixels(image, Palette.GREY)).isGreaterThan(500);
    assertThat(Pictures.pixels(image, Color.WHITE)).isGreaterThan(1_000_000);
    LostPoints untested =
        new LostPoints(
            1,
            Split.NONE,
            List.of(new TaskLoss("untested", 1, 0, 0, 0, Split.NONE)),
            List.of(),
            List.of(),
            List.of());
    assertThat(LostPointsChart.of("None", "", untested).render()).isNotNull();
  }

  private static LostPoints lost(int tasks, Split each) {
    return new LostPoints(
        tasks,
        each,
        IntStream.rangeClosed(1, tasks)
            .mapToObj(task -> new TaskLoss("task " + task, task, 100, 60, 60 - each.drop(), each))
            .toList(),
        List.of(),
        List.of(),
        List.of());
  }
}
