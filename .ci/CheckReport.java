import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Checks the report and the picture of a demo, without the code that wrote them: fields, shapes,
 * metrics computed again from the matrix, and that learning has helped.
 *
 * <p>{@code java -cp 'task-manager/target/lib/*' .ci/CheckReport.java report.json accuracy.png}
 */
public final class CheckReport {

  /** How far the learner must be above zero-shot at the end, as a fraction. */
  private static final double CLEARLY = 0.05;

  private static final double ROUNDING = 1e-9;

  private CheckReport() {}

  public static void main(String[] args) throws Exception {
    try {
      report(new ObjectMapper().readTree(Files.readString(Path.of(args[0]))));
      picture(Path.of(args[1]));
    } catch (IllegalStateException e) {
      System.err.println("check failed: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void report(JsonNode report) {
    for (String field :
        "learner checkpoint seed configuration tasks accuracyMatrix metrics versions zeroShot"
            .split(" ")) {
      require(report.has(field), "report.json has no '" + field + "'");
    }
    require(report.at("/checkpoint/sha256").asText().matches("[0-9a-f]{64}"), "checkpoint.sha256");
    int tasks = report.get("tasks").size();
    require(tasks >= 2, "only " + tasks + " tasks");
    for (JsonNode task : report.get("tasks")) {
      require(task.get("classes").size() > 0, "a task without classes");
      require(task.get("trainExamples").asInt() > 0, "a task without training examples");
      require(task.get("testExamples").asInt() > 0, "a task without test examples");
      for (String phase : new String[] {"encode", "align", "evaluate", "commit"}) {
        require(task.at("/seconds/" + phase).asDouble(-1) >= 0, "seconds." + phase);
      }
    }
    require(report.get("versions").size() == tasks, "not one version per task");
    for (JsonNode version : report.get("versions")) {
      require(version.get("sha256").asText().matches("[0-9a-f]{64}"), "versions.sha256");
    }
    metrics(matrix(report.get("accuracyMatrix"), tasks), report.get("metrics"));
    double last = report.at("/metrics/lastAccuracy").asDouble();
    double zeroShot = report.at("/zeroShot/lastAccuracy").asDouble(1);
    require(
        last >= zeroShot + CLEARLY,
        "last accuracy %.3f is not clearly above zero-shot's %.3f".formatted(last, zeroShot));
    System.out.printf(
        "report.json: %d tasks, last accuracy %.3f, zero-shot %.3f%n", tasks, last, zeroShot);
  }

  private static double[][] matrix(JsonNode rows, int tasks) {
    require(rows.size() == tasks + 1, "the matrix has " + rows.size() + " rows");
    double[][] matrix = new double[tasks + 1][tasks];
    for (int i = 0; i <= tasks; i++) {
      require(rows.get(i).size() == tasks, "row " + i + " does not cover every task");
      for (int j = 0; j < tasks; j++) {
        matrix[i][j] = rows.get(i).get(j).asDouble(-1);
        require(matrix[i][j] >= 0 && matrix[i][j] <= 1, "R[%d][%d]".formatted(i, j + 1));
      }
    }
    return matrix;
  }

  private static void metrics(double[][] r, JsonNode metrics) {
    int tasks = r[0].length;
    double average = 0;
    double last = 0;
    for (int i = 1; i <= tasks; i++) {
      last = 0;
      for (int j = 0; j < i; j++) {
        last += r[i][j] / i;
      }
      average += last / tasks;
    }
    double forgetting = 0;
    double backward = 0;
    double forward = 0;
    for (int j = 0; j < tasks - 1; j++) {
      double best = 0;
      for (int i = j + 1; i < tasks; i++) {
        best = Math.max(best, r[i][j]);
      }
      forgetting += (best - r[tasks][j]) / (tasks - 1);
      backward += (r[tasks][j] - r[j + 1][j]) / (tasks - 1);
      forward += (r[j + 1][j + 1] - r[0][j + 1]) / (tasks - 1);
    }
    same(metrics, "averageIncrementalAccuracy", average);
    same(metrics, "lastAccuracy", last);
    same(metrics, "forgetting", forgetting);
    same(metrics, "backwardTransfer", backward);
    same(metrics, "forwardTransfer", forward);
    for (String micro : new String[] {"averageIncrementalAccuracyMicro", "lastAccuracyMicro"}) {
      double value = metrics.path(micro).asDouble(-1);
      require(value >= 0 && value <= 1, "metrics." + micro);
    }
  }

  private static void same(JsonNode metrics, String name, double expected) {
    double value = metrics.path(name).asDouble(Double.NaN);
    require(
        Math.abs(value - expected) < ROUNDING,
        "metrics.%s is %s, the matrix gives %s".formatted(name, value, expected));
  }

  private static void picture(Path png) throws Exception {
    require(Files.size(png) > 5_000, png.getFileName() + " is too small to show anything");
    BufferedImage image = ImageIO.read(png.toFile());
    require(image != null, png.getFileName() + " is no picture");
    long colours =
        java.util.Arrays.stream(
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
            .distinct()
            .count();
    require(image.getWidth() >= 600 && image.getHeight() >= 400, "the picture is too small");
    require(colours > 50, "the picture is empty");
    System.out.printf(
        "%s: %d x %d%n", png.getFileName(), image.getWidth(), image.getHeight());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }
}
