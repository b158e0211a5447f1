package org.lammstream.evaluation.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    Map<Integer, Long> colours = colours(image);

    assertThat(image.getWidth()).isEqualTo(ChartPainter.PIXEL_WIDTH);
    assertThat(image.getHeight()).isEqualTo(ChartPainter.PIXEL_HEIGHT);
    assertThat(colours).hasSizeGreaterThan(100);
    assertThat(pixels(colours, Color.WHITE)).isGreaterThan(image.getWidth() * 100L);
    assertThat(pixels(colours, AccuracyChart.BLUE)).isGreaterThan(200);
    assertThat(pixels(colours, AccuracyChart.VERMILION)).isGreaterThan(200);
    assertThat(pixels(colours, AccuracyChart.GREY)).isGreaterThan(200);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(png);
    }
  }

  private static long pixels(Map<Integer, Long> colours, Color colour) {
    return colours.getOrDefault(colour.getRGB() & 0xFFFFFF, 0L);
  }

  private static Map<Integer, Long> colours(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels)
        .map(pixel -> pixel & 0xFFFFFF)
        .boxed()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
