package org.lammstream.evaluation.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.evaluation.Sequences;

class AccuracyChartTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10, 200})
  void theWrittenPictureShowsAllThreeLinesOnWhite(int tasks, @TempDir Path folder)
      throws Exception {
    Path png = folder.resolve("accuracy.png");
    AccuracyChart.of(
            "Accuracy as classes arrive",
            "test · %d tasks".formatted(tasks),
            Sequences.plausible(tasks, 7),
            Sequences.baseline(tasks))
        .write(png);

    BufferedImage image = ImageIO.read(png.toFile());

    assertThat(image.getWidth()).isEqualTo(AccuracyChart.PIXEL_WIDTH);
    assertThat(image.getHeight()).isEqualTo(AccuracyChart.PIXEL_HEIGHT);
    assertThat(Pictures.colours(image)).isGreaterThan(100);
    assertThat(Pictures.pixels(image, Color.WHITE)).isGreaterThan(image.getWidth() * 100L);
    assertThat(Pictures.pixels(image, Palette.BLUE)).isGreaterThan(200);
    assertThat(Pictures.pixels(image, Palette.VERMILION)).isGreaterThan(200);
    assertThat(Pictures.pixels(image, Palette.GREY)).isGreaterThan(200);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(png);
    }
  }
}
