package org.lammstream.evaluation.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.evaluation.chart.VariantChart.Axis;
import org.lammstream.evaluation.chart.VariantChart.Curve;
import org.lammstream.evaluation.chart.VariantChart.Panel;

class VariantChartTest {

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,3,2", "7,10,3", "4,100,1"})
  void theWrittenPictureShowsEveryVariantInItsOwnColour(
      int variants, int tasks, int panels, @TempDir Path folder) throws Exception {
    Path png = folder.resolve("curves.png");

    chart(variants, tasks, panels, 0.02).write(png);

    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(VariantChart.PIXEL_WIDTH);
    for (int variant = 0; variant < variants; variant++) {
      Color colour = Palette.SERIES.get(variant);
      assertThat(Pictures.pixels(image, colour)).as("variant %d", variant).isGreaterThan(100);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(png);
    }
  }

  @Test
  void everyPanelAddsToTheHeight() {
    int one = chart(2, 5, 1, 0).render().getHeight();
    int two = chart(2, 5, 2, 0).render().getHeight();
    assertThat(chart(2, 5, 3, 0).render().getHeight() - two).isEqualTo(two - one).isPositive();
  }

  @Test
  void aBandIsAsWideAsTheRunsAreApart() {
    long smoothing = band(chart(1, 5, 1, 0).render()); // edges of letters and lines
    long narrow = band(chart(1, 5, 1, 0.01).render());
    assertThat(narrow).isGreaterThan(smoothing + 5000);
    assertThat(band(chart(1, 5, 1, 0.04).render())).isGreaterThan(2 * narrow);
  }

  /** Pixels of the first variant's band on white paper. */
  private static long band(BufferedImage image) {
    Color line = Palette.SERIES.get(0);
    return IntStream.range(0, image.getHeight())
        .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
        .mapToObj(Color::new)
        .filter(
            pixel ->
                near(pixel.getRed(), line.getRed())
                    && near(pixel.getGreen(), line.getGreen())
                    && near(pixel.getBlue(), line.getBlue()))
        .count();
  }

  private static boolean near(int shown, int colour) {
    return Math.abs(shown - (255 - (255 - colour) * 30 / 255)) <= 1;
  }

  @Test
  void aLongNameAndABandBeyondHundredPercentStayOnThePaper() {
    Curve high = new Curve("n".repeat(300), List.of(0.99, 0.98), List.of(0.05, 0.2));
    BufferedImage image =
        new VariantChart("Accuracy", "", List.of(new Panel("all", List.of(high)))).render();
    int edge = VariantChart.PIXEL_WIDTH - 4;
    assertThat(IntStream.range(0, image.getHeight()).map(y -> image.getRGB(edge, y)).distinct())
        .containsExactly(Color.WHITE.getRGB());
    assertThat(Pictures.pixels(image, Palette.BLUE)).isGreaterThan(100);
  }

  @Test
  void anotherAxisHasItsOwnWords() {
    Panel panel = new Panel("all", List.of(curve(0, 3, 0)));
    BufferedImage tasks = new VariantChart("t", "", List.of(panel)).render();
    BufferedImage shots =
        new VariantChart("t", "", List.of(panel), new Axis("shots", List.of("1", "4", "16")))
            .render();
    assertThat(shots.getHeight()).isEqualTo(tasks.getHeight());
    assertThat(differing(shots, tasks)).as("labels and title of the axis").isBetween(100L, 9000L);
    assertThatThrownBy(
            () -> new VariantChart("t", "", List.of(panel), new Axis("shots", List.of("1"))))
        .hasMessage("1 labels do not fit the curves");
  }

  private static long differing(BufferedImage one, BufferedImage other) {
    return IntStream.range(0, one.getHeight())
        .mapToLong(
            y ->
                IntStream.range(0, one.getWidth())
                    .filter(x -> one.getRGB(x, y) != other.getRGB(x, y))
                    .count())
        .sum();
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> new Curve("a", List.of(0.5), List.of()))
        .hasMessage("0 deviations for 1 means");
    Curve one = new Curve("a", List.of(0.5), List.of(0.0));
    Curve two = new Curve("b", List.of(0.5, 0.4), List.of(0.0, 0.0));
    assertThatThrownBy(() -> new Panel("all", List.of(one, two)))
        .hasMessage("a panel needs curves over the same tasks");
    assertThatThrownBy(() -> new VariantChart("t", "", List.of())).hasMessage("nothing to draw");
  }

  private static VariantChart chart(int variants, int tasks, int panels, double deviation) {
    List<Panel> all =
        IntStream.range(0, panels)
            .mapToObj(
                panel ->
                    new Panel(
                        "%d training images per class".formatted(panel + 1),
                        IntStream.range(0, variants)
                            .mapToObj(variant -> curve(variant, tasks, deviation))
                            .toList()))
            .toList();
    return new VariantChart("Accuracy on the tasks so far", "made up", all);
  }

  private static Curve curve(int variant, int tasks, double deviation) {
    List<Double> means =
        IntStream.range(0, tasks)
            .mapToObj(task -> 0.9 - 0.05 * variant - 0.3 * task / tasks)
            .toList();
    return new Curve("variant " + variant, means, Collections.nCopies(tasks, deviation));
  }
}
