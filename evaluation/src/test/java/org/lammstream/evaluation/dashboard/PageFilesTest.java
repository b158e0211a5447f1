package org.lammstream.evaluation.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page as files: whole, loading nothing from elsewhere, and fit for a content security policy
 * that allows neither inline scripts nor inline styles.
 */
class PageFilesTest {
  private static final Pattern IMPORT =
      Pattern.compile("(?:from|import)\\s*\\(?\\s*'(\\.{1,2}/[^']+)'");
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(dashboard/[^\"]+)\"");
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s'\"`)]+");
  private static final int LONGEST = 250;

  private final Path page = folder();

  @Test
  void everyFileIsReachedFromTheFirst() {
    Set<String> reached = new TreeSet<>(Set.of("dashboard/index.html"));
    Deque<String> open = new ArrayDeque<>(links("dashboard/index.html"));
    while (!open.isEmpty()) {
      String file = open.pop();
      if (reached.add(file)) {
        open.addAll(imports(file));
      }
    }
    reached.removeIf(file -> file.startsWith("webjars/"));
    assertThat(reached).containsExactlyElementsOf(new TreeSet<>(files().toList()));
  }

  @Test
  void everyImportIsOnTheClassPath() {
    assertThat(files().filter(file -> file.endsWith(".js")).flatMap(file -> imports(file).stream()))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(resource(file)).as(file).isNotNull());
  }

  @Test
  void theLibrariesComeFromVersionedWebJars() {
    assertThat(files().flatMap(file -> imports(file).stream()).distinct())
        .filteredOn(file -> file.startsWith("webjars/"))
        .isNotEmpty()
        .allMatch(file -> file.matches("webjars/(lit-html|echarts)/\\d+\\.\\d+\\.\\d+/.+\\.js"));
  }

  @Test
  void nothingIsLoadedFromOtherHosts() {
    assertThat(files())
        .allSatisfy(
            file ->
                assertThat(matches(ADDRESS, text(file)))
                    .as(file)
                    .allMatch(address -> address.startsWith("http://www.w3.org/2000/svg")));
  }

  @Test
  void nothingIsInlineThatThePolicyWouldRefuse() {
    assertThat(files())
        .allSatisfy(
            file ->
                assertThat(text(file))
                    .as(file)
                    .doesNotContainPattern("\\sstyle=[\"$]")
                    .doesNotContainPattern("\\son[a-z]+=[\"']")
                    .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                    .doesNotContain("<style", "javascript:"));
  }

  @Test
  void textOfTheServerIsNeverParsedAsHtml() {
    assertThat(files().filter(file -> file.endsWith(".js")))
        .allSatisfy(
            file ->
                assertThat(text(file))
                    .as(file)
                    .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "unsafe-html", "eval("));
  }

  @Test
  void everyFileIsShort() {
    assertThat(files())
        .allSatisfy(file -> assertThat(text(file).lines().count()).as(file).isLessThan(LONGEST));
  }

  private List<String> links(String file) {
    return matches(LINK, text(file));
  }

  /** What a module imports, as paths of the server. */
  private List<String> imports(String file) {
    if (file.startsWith("webjars/")) {
      return List.of();
    }
    return matches(IMPORT, text(file)).stream()
        .map(target -> URI.create("/" + file).resolve(target).getPath().substring(1))
        .toList();
  }

  /** The pattern's only group, or all of it, of every match. */
  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(match.groupCount())).toList();
  }

  private Stream<String> files() {
    try (Stream<Path> all = Files.walk(page)) {
      return all
          .filter(Files::isRegularFile)
          .map(file -> "dashboard/" + page.relativize(file).toString().replace('\\', '/'))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(String file) {
    try {
      return Files.readString(page.resolve(file.substring("dashboard/".length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object resource(String file) {
    String path = file.startsWith("webjars/") ? "META-INF/resources/" + file : file;
    return PageFilesTest.class.getClassLoader().getResource(path);
  }

  private static Path folder() {
    try {
      return Path.of(
              Objects.requireNonNull(
                      PageFilesTest.class.getClassLoader().getResource("dashboard/index.html"))
                  .toURI())
          .resolveSibling("");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
