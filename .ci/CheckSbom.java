import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks that the bill of materials and the folder of libraries name the same files.
 *
 * <p>{@code java -cp 'task-manager/target/lib/*' .ci/CheckSbom.java bom.json task-manager/target/lib}
 */
public final class CheckSbom {
  private CheckSbom() {}

  public static void main(String[] args) throws IOException {
    JsonNode bom = new ObjectMapper().readTree(Path.of(args[0]).toFile());
    require(bom.path("bomFormat").asText().equals("CycloneDX"), "bomFormat");
    Set<String> told = new TreeSet<>();
    for (JsonNode component : bom.path("components")) {
      String purl = component.path("purl").asText();
      String classifier =
          purl.contains("classifier=") ? purl.replaceAll(".*classifier=([^&]*).*", "-$1") : "";
      told.add(
          "%s-%s%s.jar"
              .formatted(
                  component.path("name").asText(),
                  component.path("version").asText(),
                  classifier));
    }
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of(args[1]))) {
      files.forEach(file -> there.add(file.getFileName().toString()));
    }
    require(there.size() > 50, there.size() + " libraries");
    require(
        told.equals(there),
        "only in the bill: " + less(told, there) + ", only in the folder: " + less(there, told));
    System.out.println("the bill of materials names all " + there.size() + " libraries");
  }

  private static List<String> less(Set<String> all, Set<String> without) {
    return all.stream().filter(one -> !without.contains(one)).toList();
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
