package org.lammstream.evaluation.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.evaluation.Comparison;
import org.lammstream.evaluation.NamedRun;
import org.lammstream.evaluation.Reports;

class ComparisonChartTest {

  @ParameterizedTest
  @CsvSource({"2,3", "4,10", "8,20", "8,200", "3,1"})
  void theWrittenPictureShowsEveryRunInItsOwnColour(int runs, int tasks, @TempDir Path folder)
      throws Exception {
    Path png = folder.resolve("comparison.png");

    ComparisonChart.of(comparison(runs, tasks)).write(png);

    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(ComparisonChart.PIXEL_WIDTH);
    assertThat(image.getHeight()).isEqualTo(ComparisonChart.PIXEL_HEIGHT);
    assertThat(Pictures.pixels(image, Color.WHITE)).isGreaterThan(image.getWidth() * 100L);
    assertThat(Pictures.pixels(image, Palette.BLACK)).isGreaterThan(100);
    for (int run = 1; run < runs; run++) {
      Color colour = Palette.SERIES.get(run - 1);
      assertThat(Pictures.pixels(image, colour)).as("run %d", run).isGreaterThan(100);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(png);
    }
  }

  @Test
  void aSingleRunAndALongNameAndAShorterRunCanBeDrawn() {
    NamedRun whole = new NamedRun("n".repeat(300), "", Reports.plausible(6, 1));
    NamedRun shorter = new NamedRun("without task-03", "", Reports.plausible(5, 1));

    BufferedImage alone = ComparisonChart.of(Comparison.of(List.of(whole))).render();
    BufferedImage two = ComparisonChart.of(Comparison.of(List.of(whole, shorter))).render();

    assertThat(Pictures.pixels(alone, Palette.BLACK)).isGreaterThan(500);
    assertThat(Pictures.pixels(alone, Palette.BLUE)).isZero();
    assertThat(Pictures.pixels(two, Palette.BLUE)).isGreaterThan(500);
    int edge = ComparisonChart.PIXEL_WIDTH - 4;
    assertThat(IntStream.range(0, two.getHeight()).map(y -> two.getRGB(edge, y)).distinct())
        .as("nothing runs off the paper")
        .containsExactly(Color.WHITE.getRGB());
  }

  @Test
  void noTwoOfManyRunsLookTheSame() {
    Set<String> looks = new HashSet<>();
    for (int place = 0; place < 20; place++) {
      Line line = RunStyles.run(place, "run", new double[] {0});
      float[] dashes = line.stroke().getDashArray();
      looks.add(line.colour() + Arrays.toString(dashes) + line.marker());
    }
    assertThat(looks).hasSize(20);
  }

  @Test
  void labelsNeverOverlapAndKeepTheOrderOfTheirLines() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      int labels = 1 + random.nextInt(9);
      double[] ends = random.doubles(labels, 0, trial % 2 == 0 ? 20 : 300).toArray();

      double[] y = EndLabels.apart(ends, 19, 300);

      for (int i = 0; i < labels; i++) {
        assertThat(y[i]).isLessThanOrEqualTo(300);
        for (int j = 0; j < labels; j++) {
          if (ends[i] < ends[j]) {
            assertThat(y[j] - y[i]).isGreaterThanOrEqualTo(19 - 1e-9);
          }
        }
      }
    }
    assertThat(EndLabels.apart(new double[] {250, 20}, 19, 300)).containsExactly(250, 20);
  }

  @Test
  void theScaleShowsWhatTheLinesNeedAndNoMore() {
    Line high = RunStyles.base("a", new double[] {0.62, 0.71});
    Line low = RunStyles.base("b", new double[] {0.48, Double.NaN});

    assertThat(ValueScale.around(List.of(high, low)).gridLines())
        .containsExactly(45, 50, 55, 60, 65, 70, 75);
    assertThat(ValueScale.differences(List.of(low.minus(high))).gridLines())
        .containsExactly(-15, -10, -5, 0);
    assertThat(ValueScale.differences(List.of(high.minus(high))).gridLines())
        .containsExactly(-1, 0, 1);
    assertThat(ValueScale.around(List.of(RunStyles.base("c", new double[] {1.0}))).high())
        .isEqualTo(100);
  }

  private static Comparison comparison(int count, int tasks) {
    List<NamedRun> runs = new ArrayList<>();
    for (int run = 0; run < count; run++) {
      runs.add(new NamedRun("variant " + run, "", Reports.plausible(tasks, run)));
    }
    return Comparison.of(runs);
  }
}
