package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the Dockerfile that need no engine. */
class DockerfileTest {
  private static final String PINNED = "[a-z0-9./-]+:[\\w.-]*\\d[\\w.-]*";

  @Test
  void everyBaseIsPinnedOrAStageOfThisFile() {
    Set<String> stages = new TreeSet<>(Set.of("${DEVICE}"));
    for (String from : Containers.dockerfile("FROM")) {
      String[] words = from.split("\\s+", -1);
      assertThat(words[0])
          .matches(base -> stages.contains(base) || base.matches(PINNED), "pinned")
          .doesNotEndWith(":latest");
      assertThat(words).as("every stage has a name").hasSize(3);
      stages.add(words[2]);
    }
    assertThat(stages).contains("cpu", "cuda");
    assertThat(copies(true))
        .allMatch(from -> stages.contains(from) || from.matches(PINNED), "a stage, or pinned");
  }

  @Test
  void whatIsCopiedIsInTheRepositoryAndReachesTheBuild() throws IOException {
    List<String> ignore = Files.readAllLines(Containers.DOCKER.resolve("Dockerfile.dockerignore"));
    assertThat(copies(false)).hasSizeGreaterThan(6);
    for (String source : copies(false)) {
      assertThat(Containers.REPOSITORY.resolve(source)).exists();
      assertThat(ignore).contains("!" + source);
    }
    assertThat(ignore)
        .filteredOn(line -> line.startsWith("!"))
        .allMatch(line -> Files.exists(Containers.REPOSITORY.resolve(line.substring(1))))
        .as("nothing is let in that no COPY takes")
        .hasSameSizeAs(copies(false));
  }

  @Test
  void allModulesAreBuilt() throws IOException {
    try (Stream<java.nio.file.Path> folders = Files.list(Containers.REPOSITORY)) {
      assertThat(copies(false))
          .containsAll(
              folders
                  .filter(folder -> Files.exists(folder.resolve("pom.xml")))
                  .map(folder -> folder.getFileName().toString())
                  .toList());
    }
  }

  @Test
  void theProcessIsNotRootAndIsStartedWithoutAShell() {
    List<Containers.Instruction> instructions = Containers.dockerfile();
    List<String> names = instructions.stream().map(Containers.Instruction::name).toList();
    assertThat(Containers.dockerfile("USER")).containsExactly("10001:10001");
    assertThat(names.subList(names.lastIndexOf("USER"), names.size()))
        .as("nothing is changed afterwards")
        .doesNotContain("RUN", "COPY", "ADD");
    assertThat(Containers.dockerfile("ENTRYPOINT")).containsExactly("[\"/opt/lamm/lamm\"]");
    assertThat(Containers.dockerfile("HEALTHCHECK"))
        .singleElement()
        .asString()
        .contains("CMD [\"/opt/lamm/healthcheck.sh\"]");
    assertThat(Containers.dockerfile("EXPOSE")).containsExactly("8080");
    assertThat(names).doesNotContain("ADD", "MAINTAINER");
  }

  @Test
  void theImageIsLabelled() {
    String labels = Containers.dockerfile("LABEL").stream().collect(Collectors.joining(" "));
    assertThat(labels)
        .contains(
            "org.opencontainers.image.title=",
            "org.opencontainers.image.description=",
            "org.opencontainers.image.licenses=\"Apache-2.0\"",
            "org.opencontainers.image.version=",
            "org.opencontainers.image.revision=");
  }

  @Test
  void theScriptsOfTheImageCanBeRun() {
    for (String script : List.of("layout.sh", "healthcheck.sh")) {
      assertThat(Containers.DOCKER.resolve(script)).isExecutable();
    }
  }

  /** Sources of all COPY instructions: stages and images, or paths in the repository. */
  private static List<String> copies(boolean fromStages) {
    return Containers.dockerfile("COPY").stream()
        .filter(copy -> copy.startsWith("--from=") == fromStages)
        .flatMap(
            copy -> {
              String[] words = copy.split("\\s+", -1);
              return fromStages
                  ? Stream.of(words[0].substring("--from=".length()))
                  : Arrays.stream(words, 0, words.length - 1);
            })
        .toList();
  }
}
